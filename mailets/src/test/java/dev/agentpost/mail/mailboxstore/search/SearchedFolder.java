package dev.agentpost.mail.mailboxstore.search;

import dev.agentpost.mail.mailboxstore.ContentId;
import dev.agentpost.mail.mailboxstore.ContentStore;
import dev.agentpost.mail.mailboxstore.Envelope;
import dev.agentpost.mail.mailboxstore.EnvelopeReader;
import dev.agentpost.mail.mailboxstore.EnvelopeStore;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.MessageFlags;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.UidRange;
import dev.agentpost.mail.mailboxstore.memory.MemoryContentStore;
import dev.agentpost.mail.mailboxstore.memory.MemoryEnvelopeStore;
import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A folder to search in, which tells what was read for it. */
final class SearchedFolder {
    static final Instant NOON = Instant.parse("2024-05-10T12:00:00Z");

    final FolderId id = FolderId.generate();
    final ListedMessages messages = new ListedMessages();
    final EnvelopeStore envelopes = new MemoryEnvelopeStore();
    final ContentStore contents = new MemoryContentStore(Clock.systemUTC());
    /** Names of the methods that were called on the content store, in order. */
    final List<String> contentReads = Collections.synchronizedList(new ArrayList<>());

    final FolderSearch testee = new FolderSearch(messages, envelopes, recording());

    private ContentStore recording() {
        return (ContentStore) Proxy.newProxyInstance(
                ContentStore.class.getClassLoader(),
                new Class<?>[] {ContentStore.class},
                (proxy, method, arguments) -> {
                    contentReads.add(method.getName());
                    try {
                        return method.invoke(contents, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    List<Long> search(Condition condition) {
        return testee.search(id, condition).collectList().block();
    }

    /** With its envelope. */
    StoredMessage add(long uid, String message) {
        return add(uid, message, MessageFlags.NONE, NOON);
    }

    StoredMessage add(long uid, String message, MessageFlags flags, Instant internalDate) {
        byte[] bytes = message.replaceAll("\r?\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        StoredMessage row = addWithoutEnvelope(
                new StoredMessage(uid, uid, ContentId.generate(), flags, internalDate, internalDate, bytes.length, 0),
                bytes);
        envelopes.save(id, Map.of(uid, EnvelopeReader.read(header(bytes)))).block();
        return row;
    }

    StoredMessage addWithoutEnvelope(StoredMessage row, byte[] message) {
        byte[] header = header(message);
        byte[] body = Arrays.copyOfRange(message, header.length, message.length);
        contents.save(row.contentId(), id, header, new ByteArrayInputStream(body), body.length)
                .block();
        messages.put(row);
        return row;
    }

    List<Long> storedEnvelopes() {
        return envelopes
                .list(id, new UidRange(1, 10_000))
                .map(EnvelopeStore.Numbered::uid)
                .collectList()
                .block();
    }

    void saveEnvelope(long uid, Envelope envelope) {
        envelopes.save(id, Map.of(uid, envelope)).block();
    }

    static byte[] header(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        int end = text.startsWith("\r\n") ? 2 : text.indexOf("\r\n\r\n") + 4;
        return Arrays.copyOf(message, end < 4 && end != 2 ? message.length : end);
    }
}
