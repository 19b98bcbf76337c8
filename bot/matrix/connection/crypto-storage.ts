/**
 * The SDK's small notes (device id, settings of encrypted rooms) in our database instead of a JSON file that is not
 * written atomically. The SDK insists on its own class, which leaves an empty file in a folder; nothing is read from it.
 */
import { type ICryptoRoomInformation, RustSdkCryptoStorageProvider } from "matrix-bot-sdk";
import { z } from "zod";
import type { ConnectionStore } from "../connection-store.ts";
import type { RoomEncryption } from "./room-encryption.ts";

export const DEVICE_ID = "device-id";

/** `StoreType.Sqlite` of the adapter: a number that it does not look at. */
const STORE_TYPE = 0;

/** The SDK's type leaves out that null is what it expects for a room of which nothing is known. */
const SETTINGS = z.custom<ICryptoRoomInformation>((value) => value === null || typeof value === "object");

export class CryptoStorage extends RustSdkCryptoStorageProvider {
  readonly #store: Pick<ConnectionStore, "value" | "setValue">;
  readonly #rooms: Pick<RoomEncryption, "known" | "remember">;

  constructor(
    folder: string,
    store: Pick<ConnectionStore, "value" | "setValue">,
    rooms: Pick<RoomEncryption, "known" | "remember">,
  ) {
    super(folder, STORE_TYPE);
    this.#store = store;
    this.#rooms = rooms;
  }

  override async getDeviceId(): Promise<string> {
    return this.#store.value(DEVICE_ID) ?? "";
  }

  override async setDeviceId(deviceId: string): Promise<void> {
    this.#store.setValue(DEVICE_ID, deviceId);
  }

  override async getRoom(roomId: string): Promise<ICryptoRoomInformation> {
    return SETTINGS.parse(this.#rooms.known(roomId));
  }

  override async storeRoom(roomId: string, config: object): Promise<void> {
    this.#rooms.remember(roomId, Object.fromEntries(Object.entries(config)));
  }
}
