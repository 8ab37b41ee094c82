import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGuide } from './support/guide.js';

let guide: Awaited<ReturnType<typeof openGuide>>;
beforeAll(async () => {
  guide = await openGuide('docs/ATS.md');
});
afterAll(() => guide.close());

test('the commands of docs/ATS.md do what it says, as they stand', async () => {
  const [ats = ''] = guide.blocks('js');
  await writeFile(join(guide.folder, 'ats.mjs'), ats);

  const commands = guide.blocks('sh');
  expect(commands).toHaveLength(8);
  const stdout = await guide.run(commands, '\necho\n');
  const assessment = guide.api.acme.assessment;
  expect(stdout).toContain(`"partner_test_id":"${assessment}"`);
  expect(stdout).toMatch(/"partner_status":"invited","metadata":\{"Link for the candidate":"http/);
  expect(stdout).toContain(`"assessment_type_id":"${assessment}"`);
  expect(stdout).toMatch(/\{"success":true,"results":\{"assessment_id":"ord_\w{26}"\}\}/);
  expect(stdout).toMatch(/\{"assessment_id":"ord_\w{26}"\}/);
  expect(stdout).toMatch(/\{"report_id":"bb83dc83-[\w-]+","assessment_url":"http[^"]+#ilm_inv_/);
  expect(stdout).toContain('"state":"passed"');
  expect(stdout).toMatch(/\{"assessment_url":"http[^"]+#ilm_inv_/);
  expect(stdout).toContain(`"assessmentPackageId":"${assessment}"`);
  for (const told of [
    /^PUT \/workable\/1 \{"status":"pending"/m,
    /^PATCH \/api\/p\/interviewlm\/reports\//m,
    /^POST \/smartrecruiters\/1 /m,
  ])
    expect(stdout).toMatch(told);
  expect(stdout).toContain('"object":"ats_order"');
}, 90_000);
