/**
 * What is done about a full disk: the reserve is given back so that questions are still answered, nothing new is taken
 * in, and when there is room again everything that was left goes on by itself. Learns of the trouble from the health desk;
 * knows nothing of what takes room.
 */
import type { DiskReserve } from "../../disk-reserve.ts";
import type { HealthDesk } from "./health.ts";

export type DiskCareParts = {
  readonly health: HealthDesk;
  readonly reserve: DiskReserve;
  /** There is a little room, for answers alone: what could not be written is tried again. */
  readonly onRelieved: () => void;
  /** There is room. */
  readonly onWell: () => void;
};

export class DiskCare {
  readonly #parts: DiskCareParts;
  #released = false;

  constructor(parts: DiskCareParts) {
    this.#parts = parts;
  }

  /** To be called at the start and every few seconds. */
  look(): void {
    const { health, reserve, onRelieved, onWell } = this.#parts;
    const isShort = health.status().some(({ kind }) => kind === "disk");
    if (isShort && !this.#released) {
      this.#released = true;
      reserve.release();
      onRelieved();
      return;
    }
    if (!reserve.fill()) {
      if (!isShort) health.degraded("disk", "There is no room for the reserve in the data folder.");
      return;
    }
    if (!isShort) return;
    this.#released = false;
    health.well("disk");
    onWell();
  }
}
