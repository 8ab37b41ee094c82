// The floor of bench/api.mjs: Koa and pg alone, with the queries that the answers need, and neither credentials nor walls nor checks.
import Koa from 'koa';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const interview = `select i.*, c.name as candidate_name, c.email, c.external_id, a.title from interviews i
  join candidates c on c.id = i.candidate_id join assessments a on a.id = i.assessment_id where i.id = $1`;
const files = 'select path, version, size, sha256, read_only, updated_at from files where interview_id = $1 order by path';

const app = new Koa();
app.use(async (ctx) => {
  const [, , , id, part] = ctx.path.split('/');
  if (!id) ctx.body = {};
  else if (part === 'files') ctx.body = { files: (await pool.query({ name: 'files', text: files, values: [id] })).rows };
  else ctx.body = (await pool.query({ name: 'interview', text: interview, values: [id] })).rows[0];
});
app.listen(Number(process.env.PORT), '127.0.0.1');
