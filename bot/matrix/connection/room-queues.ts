/** One thing at a time in each room, in the order of asking; rooms do not wait for each other. */

export class RoomQueues {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Rejects as `work` does; the next one's turn comes all the same. */
  inTurn<T>(roomId: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(roomId) ?? Promise.resolve();
    const turn = before.then(work, work);
    this.#last.set(roomId, turn);
    const leave = () => {
      if (this.#last.get(roomId) === turn) this.#last.delete(roomId);
    };
    turn.then(leave, leave);
    return turn;
  }
}
