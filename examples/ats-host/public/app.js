// The page of the ATS: a list with invitations, and one interview, either as its reviewer or as its candidate sees it.
const view = document.querySelector('#view');
const stages = {
  created: 'Invited',
  started: 'Working',
  paused: 'Paused',
  submitted: 'Submitted',
  scored: 'Scored',
  archived: 'Archived',
  expired: 'Expired',
  erased: 'Erased',
};
/** The SDK, loaded with the first interview that is opened. */
let loading;

addEventListener('hashchange', show);
show();

async function show() {
  const [, page, id] = location.hash.split('/');
  try {
    await (id ? showInterview(page, id) : showList());
  } catch (error) {
    const message = document.createElement('p');
    message.className = 'problem';
    message.textContent = error.message;
    view.replaceChildren(message);
  }
}

async function showList() {
  const [{ data: interviews }, { data: assessments }] = await Promise.all([get('interviews'), get('assessments')]);
  const list = fromTemplate('list');
  list.querySelector('tbody').append(...interviews.map(row));
  list.querySelector('.empty').hidden = interviews.length > 0;
  list.querySelector('table').hidden = interviews.length === 0;
  const dialog = list.querySelector('dialog');
  dialog.querySelector('select').append(...assessments.map(({ id, title }) => new Option(title, id)));
  list.querySelector('[data-action="invite"]').addEventListener('click', () => dialog.showModal());
  dialog.querySelector('[data-action="close"]').addEventListener('click', () => dialog.close());
  dialog.querySelector('form').addEventListener('submit', invite);
  view.replaceChildren(list);
}

function row({ id, candidate, assessment, status, score, created_at }) {
  const open = document.createElement('a');
  open.href = `#/${status === 'created' || status === 'started' || status === 'paused' ? 'portal' : 'interviews'}/${id}`;
  open.textContent = candidate.name;
  const stage = document.createElement('span');
  stage.className = `stage ${status}`;
  stage.textContent = stages[status];
  const cells = [
    open,
    assessment.title,
    stage,
    score ? `${Math.round(score.value)} of ${score.max}` : '–',
    new Date(created_at).toLocaleDateString(undefined, { day: 'numeric', month: 'short' }),
    replayLink(id),
  ];
  const tr = document.createElement('tr');
  tr.append(
    ...cells.map((content) => {
      const td = document.createElement('td');
      td.append(content);
      return td;
    }),
  );
  return tr;
}

function replayLink(id) {
  const link = document.createElement('a');
  link.href = `#/interviews/${id}`;
  link.textContent = 'Replay';
  return link;
}

async function invite(event) {
  event.preventDefault();
  const form = event.currentTarget;
  try {
    await post('interviews', Object.fromEntries(new FormData(form)));
    form.closest('dialog').close();
    await showList();
  } catch (error) {
    form.querySelector('.problem').textContent = error.message;
  }
}

async function showInterview(page, interview) {
  const { candidate } = await get(`interviews/${interview}`);
  const embed = fromTemplate('embed');
  embed.querySelector('[data-name]').textContent = candidate.name;
  for (const tab of embed.querySelectorAll('[data-tab]')) {
    tab.href = `#/${tab.dataset.tab}/${interview}`;
    if (tab.dataset.tab === page) tab.setAttribute('aria-current', 'page');
  }
  const interviewlm = await sdk();
  const fetchToken = (role) => async () => (await post(`interviews/${interview}/tokens/${role}`, {})).token;
  const element =
    page === 'portal'
      ? await interviewlm.createWorkspace({ interview, fetchToken: fetchToken('candidate') })
      : await interviewlm.createReplay({ interview, fetchToken: fetchToken('reviewer') });
  embed.querySelector('.place').append(element);
  view.replaceChildren(embed);
}

function sdk() {
  loading ??= get('config').then(async ({ baseUrl }) => {
    const { loadInterviewLM } = await import(new URL('/sdk/interviewlm.js', baseUrl).href);
    return loadInterviewLM({ baseUrl });
  });
  return loading;
}

function fromTemplate(id) {
  return document.getElementById(id).content.cloneNode(true);
}

function get(path) {
  return call(path, { method: 'GET' });
}

function post(path, body) {
  return call(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
}

async function call(path, init) {
  const answer = await fetch(path, init);
  const json = await answer.json();
  if (!answer.ok) throw new Error(json.message);
  return json;
}
