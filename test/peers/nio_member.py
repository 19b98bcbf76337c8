"""The child process of a nio member: requests in, answers out, one line of JSON each. Ends with its input.

`{"id": 1, "op": "send", …}` is answered with `{"id": 1, "value": …}` or `{"id": 1, "error": "…"}`; what changes in
between is told as `{"notice": "changed", "roomId": "…"}`. The requests are those of `js-sdk-client.ts`.
"""

import asyncio
import base64
import io
import json
import os
import sys
import time

from nio import AsyncClient, AsyncClientConfig, MegolmEvent, RoomMessagesResponse, SyncResponse
from nio.crypto.attachments import decrypt_attachment
from nio.exceptions import EncryptionError

PAGE = 100
JOIN_S = 30
SYNC_MS = 20_000
SYNC_FILTER = {"room": {"timeline": {"limit": PAGE}, "state": {"lazy_load_members": False}}}


def tell(line):
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


class Failed(Exception):
    """An answer of the homeserver that is not what was expected."""


def expect(response, field):
    if hasattr(response, field):
        return getattr(response, field)
    raise Failed(f"Expected `{field}`, got {response}")


class Member:
    def __init__(self, start):
        config = AsyncClientConfig(encryption_enabled=True, store_sync_tokens=False, max_limit_exceeded=1000)
        os.makedirs(start["folder"], exist_ok=True)
        self.client = AsyncClient(
            start["baseUrl"], start["userId"], device_id=start["deviceId"], store_path=start["folder"], config=config
        )
        self.client.restore_login(start["userId"], start["deviceId"], start["accessToken"])
        self.decrypted = {}

    async def start(self):
        await self.sync_once(0)
        self.loop = asyncio.create_task(self.sync_forever())

    async def sync_forever(self):
        while True:
            try:
                await self.sync_once(SYNC_MS)
            except Exception as error:  # the homeserver may be restarting
                print(repr(error), file=sys.stderr)
                await asyncio.sleep(0.5)

    async def sync_once(self, timeout):
        response = await self.client.sync(timeout=timeout, sync_filter=SYNC_FILTER)
        if not isinstance(response, SyncResponse):
            raise Failed(str(response))
        await self.exchange_keys()
        for room_id, joined in response.rooms.join.items():
            tell({"notice": "changed", "roomId": room_id})
            if joined.ephemeral:
                users = list(self.client.rooms[room_id].typing_users)
                tell({"notice": "typing", "roomId": room_id, "users": users})
        if response.to_device_events:
            tell({"notice": "changed"})

    async def exchange_keys(self):
        client = self.client
        if client.should_upload_keys:
            await client.keys_upload()
        if client.should_query_keys:
            await client.keys_query()
        if client.should_claim_keys:
            await client.keys_claim(client.get_users_for_key_claiming())
        await client.send_to_device_messages()

    async def room(self, room_id):
        deadline = time.monotonic() + JOIN_S
        while room_id not in self.client.rooms:
            if time.monotonic() > deadline:
                raise Failed(f"Expected to be in {room_id}, got no room.")
            await asyncio.sleep(0.02)
        return self.client.rooms[room_id]

    async def send(self, roomId, type, content):
        await self.room(roomId)
        response = await self.client.room_send(roomId, type, content, ignore_unverified_devices=True)
        return expect(response, "event_id")

    async def send_file(self, roomId, name, base64_):
        room = await self.room(roomId)
        data = base64.b64decode(base64_)
        response, keys = await self.client.upload(
            lambda *_: io.BytesIO(data),
            content_type="application/octet-stream",
            filename=name,
            encrypt=room.encrypted,
            filesize=len(data),
        )
        uri = expect(response, "content_uri")
        info = {"size": len(data), "mimetype": "application/octet-stream"}
        content = {"msgtype": "m.file", "body": name, "filename": name, "info": info}
        place = {"file": {**keys, "url": uri}} if keys else {"url": uri}
        return await self.send(roomId, "m.room.message", {**content, **place})

    async def open_file(self, roomId, eventId):
        events = await self.events(roomId)
        event = next((one for one in events if one["event_id"] == eventId), None)
        if event is None:
            raise Failed(f"Expected the event {eventId} in {roomId}, got none.")
        content = event["content"]
        file = content.get("file")
        body = expect(await self.client.download(file["url"] if file else content["url"]), "body")
        if file:
            body = decrypt_attachment(body, file["key"]["k"], file["hashes"]["sha256"], file["iv"])
        return base64.b64encode(body).decode()

    async def read_up_to(self, roomId, userId):
        receipt = (await self.room(roomId)).read_receipts.get(userId)
        return receipt.event_id if receipt else None

    async def events(self, room_id):
        """Every event from the room's beginning, decrypted where the keys are there."""
        await self.room(room_id)
        pages, token = [], ""
        while token is not None:
            response = await self.client.room_messages(room_id, token or None, limit=PAGE)
            if not isinstance(response, RoomMessagesResponse):
                raise Failed(str(response))
            pages.extend(response.chunk)
            token = response.end
        return [self.opened(event, room_id) for event in reversed(pages)]

    def opened(self, event, room_id):
        source = event.source
        if source["type"] != "m.room.encrypted" or "ciphertext" not in source["content"]:
            return {**source, "was_encrypted": event.decrypted}
        event_id = source["event_id"]
        if event_id not in self.decrypted and isinstance(event, MegolmEvent):
            try:
                event.room_id = room_id
                self.decrypted[event_id] = self.client.decrypt_event(event).source
            except EncryptionError:
                pass  # the key may come yet
        return {**self.decrypted.get(event_id, source), "was_encrypted": True, "wire": source}

    async def timeline(self, roomId):
        events = [event for event in await self.events(roomId) if "state_key" not in event]
        latest = latest_edits(events)
        return [seen(event, latest) for event in events if event["type"] != "m.room.redaction"]


def relation_of(event):
    return event.get("wire", event)["content"].get("m.relates_to") or event["content"].get("m.relates_to")


def latest_edits(events):
    """What each edited event says now. nio leaves that to its users: the rules are the specification's."""
    senders = {event["event_id"]: event["sender"] for event in events}
    latest = {}
    for event in events:
        relation = relation_of(event) or {}
        target = relation.get("event_id")
        new_content = event["content"].get("m.new_content")
        if relation.get("rel_type") == "m.replace" and new_content and senders.get(target) == event["sender"]:
            latest[target] = new_content
    return latest


def seen(event, latest):
    redacted = "redacted_because" in event.get("unsigned", {}) or "redacted_because" in event
    return {
        "eventId": event["event_id"],
        "sender": event["sender"],
        "type": event["type"],
        "at": event["origin_server_ts"],
        "content": event["content"] if redacted else latest.get(event["event_id"], event["content"]),
        "relation": relation_of(event),
        "encrypted": event["was_encrypted"],
        "undecryptable": event["type"] == "m.room.encrypted" and not redacted,
        "redacted": redacted,
        "shield": None,
    }


async def read_requests():
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=2**28)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        yield json.loads(line)


async def answer(member, request):
    id_, op = request.pop("id"), request.pop("op")
    if "base64" in request:
        request["base64_"] = request.pop("base64")
    try:
        if op not in OPERATIONS:
            raise Failed(f"Expected one of {sorted(OPERATIONS)}, got `{op}`.")
        tell({"id": id_, "value": await getattr(member, op.replace("-", "_"))(**request)})
    except Exception as error:
        tell({"id": id_, "error": f"{type(error).__name__}: {error}"})


OPERATIONS = {"start", "send", "send-file", "open-file", "timeline", "read-up-to"}


async def main():
    member = None
    tasks = set()
    async for request in read_requests():
        if member is None:
            member = Member(request)
            request = {"id": request["id"], "op": "start"}
        task = asyncio.create_task(answer(member, request))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    os._exit(0)


asyncio.run(main())
