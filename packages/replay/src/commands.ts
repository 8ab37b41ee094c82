import { speeds, type Player } from '@interviewlm/recording';
import { msg, str } from '@interviewlm/ui';
import { copyLink } from './copy-link.js';
import { castOf, download, textOf } from './downloads.js';
import type { Command } from './events.js';
import type { PlayerController } from './player-controller.js';
import type { View } from './scene.js';
import { clock } from './time.js';

/** What a command may do beyond the player. */
export interface Session {
  readonly controller: PlayerController;
  readonly narrow: boolean;
  seek(t_ms: number): void;
  stepped(player: Player): void;
  toMarker(player: Player, direction: 1 | -1): void;
  look(change: Partial<View>): void;
  /** Shows a panel and puts the focus into it. */
  open(panel: 'comments' | 'search'): void;
  zoom(factor: number): void;
  toggleOrigins(): void;
  showHelp(): void;
  print(): void;
  say(text: string): void;
}

/** Does what a control, a key or the timeline asks for. */
export function runCommand(session: Session, player: Player, command: Command): void {
  switch (command.do) {
    case 'toggle':
      session.controller.atLive = false;
      return player.toggle();
    case 'pause':
      return player.pause();
    case 'seek':
      return session.seek(command.t_ms);
    case 'jump':
      return session.seek(player.t + command.by_ms);
    case 'step':
      player.pause();
      player.step(command.direction);
      return session.stepped(player);
    case 'marker':
      return session.toMarker(player, command.direction);
    case 'speed':
      return setSpeed(session, player, command.speed);
    case 'slower':
      return setSpeed(session, player, speeds.findLast((speed) => speed < player.speed) ?? player.speed);
    case 'faster':
      return setSpeed(session, player, speeds.find((speed) => speed > player.speed) ?? player.speed);
    case 'skipIdle':
      player.skipIdle = !player.skipIdle;
      return session.say(player.skipIdle ? msg('Idle time is skipped') : msg('Idle time is played'));
    case 'loop':
      return setLoop(session, player, command.edge);
    case 'live':
      return session.controller.live ? session.controller.toLive() : session.say(msg('This interview is over'));
    case 'zoom':
      return session.zoom(command.factor);
    case 'show':
      return session.look({ pinned: command.path, ...(session.narrow ? { panel: 'code' } : {}) });
    case 'find':
      return session.look({ query: command.query });
    case 'search':
      return session.open('search');
    case 'comment':
      player.pause();
      return session.open('comments');
    case 'comments':
      session.seek(command.t_ms);
      return session.look({ panel: 'comments' });
    case 'origins':
      return session.toggleOrigins();
    case 'save':
      return save(session, player, command.what);
    case 'help':
      return session.showHelp();
    case 'copyLink':
      return void copyLink(player.t, (text) => session.say(text));
  }
}

function setSpeed(session: Session, player: Player, speed: number): void {
  player.speed = speed;
  session.say(msg(str`Speed ${speed}×`));
}

/** The other edge stays where it is when it is on the right side; a loop has both. */
function setLoop(session: Session, player: Player, edge: 'start' | 'end' | 'none'): void {
  const { controller } = session;
  const { duration_ms } = player.replay;
  const before = controller.loop;
  if (edge === 'none') controller.loop = null;
  else if (edge === 'start') {
    const to_ms = before && before.to_ms > player.t ? before.to_ms : duration_ms;
    controller.loop = { from_ms: player.t, to_ms };
  } else {
    const from_ms = before && before.from_ms < player.t ? before.from_ms : 0;
    controller.loop = { from_ms, to_ms: Math.max(player.t, from_ms + 1) };
  }
  const { loop } = controller;
  session.say(loop ? msg(str`Loop from ${clock(loop.from_ms)} to ${clock(loop.to_ms)}`) : msg('No loop'));
}

function save(session: Session, { replay }: Player, what: 'cast' | 'text' | 'print'): void {
  const name = replay.manifest.interview;
  if (what === 'cast') download(`${name}.cast`, 'application/x-asciicast', castOf(replay));
  else if (what === 'text') download(`${name}.txt`, 'text/plain', textOf(replay));
  else session.print();
}
