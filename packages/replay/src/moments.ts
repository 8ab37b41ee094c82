import type { Marker } from '@interviewlm/protocol';
import { markersOf, type Player } from '@interviewlm/recording';
import { Paced } from './paced.js';

/** The markers of a recording: those it came with, or, while it is followed live or came without, those found in what is there. */
export class Moments {
  private readonly found = new Paced<readonly Marker[]>();

  of({ replay }: Player, isLive: boolean): readonly Marker[] {
    const given = replay.manifest.markers;
    if (given.length > 0 && !isLive) return given;
    return this.found.get(replay.entries.length, replay.complete, () => markersOf(replay.entries));
  }

  /** The next one from the playhead on, or the last one before it. */
  from(player: Player, isLive: boolean, direction: 1 | -1): Marker | undefined {
    const markers = this.of(player, isLive);
    // Going back, a marker that was just reached and left behind by playing on for a moment is not the one meant.
    const slack = player.playing ? 700 : 0;
    return direction === 1 ? markers.find(({ t_ms }) => t_ms > player.t) : markers.findLast(({ t_ms }) => t_ms < player.t - slack);
  }
}
