package dev.agentpost.mail.mailboxstore.james;

import dev.agentpost.mail.mailboxstore.ContentInputStream;
import dev.agentpost.mail.mailboxstore.ContentStore;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Arrays;
import reactor.core.publisher.Mono;

/**
 * The octets of a message, of which the first may have been read already; the others are read when they are asked for,
 * and the reader waits.
 */
final class MessageContent {
    private static final byte[] NOTHING = {};

    private final ContentStore contents;
    private final StoredMessage message;
    private final byte[] known;

    private MessageContent(ContentStore contents, StoredMessage message, byte[] known) {
        this.contents = contents;
        this.message = message;
        this.known = known;
    }

    static MessageContent unread(ContentStore contents, StoredMessage message) {
        return new MessageContent(contents, message, NOTHING);
    }

    static MessageContent withHeader(ContentStore contents, StoredMessage message, byte[] header) {
        return new MessageContent(contents, message, header);
    }

    static Mono<MessageContent> whole(ContentStore contents, StoredMessage message) {
        return contents.read(message.contentId(), 0)
                .collect(
                        () -> new ByteArrayOutputStream(Math.toIntExact(message.sizeBytes())),
                        ByteArrayOutputStream::writeBytes)
                .map(octets -> new MessageContent(contents, message, octets.toByteArray()));
    }

    private boolean isWhole() {
        return known.length == message.sizeBytes();
    }

    byte[] headerBytes() {
        return known.length < message.headerBytes()
                ? contents.header(message.contentId()).block()
                : Arrays.copyOf(known, message.headerBytes());
    }

    InputStream header() {
        return new ByteArrayInputStream(headerBytes());
    }

    InputStream body() {
        return isWhole()
                ? new ByteArrayInputStream(known, message.headerBytes(), known.length - message.headerBytes())
                : ContentInputStream.body(contents, message.contentId(), message.headerBytes());
    }

    InputStream full() {
        return isWhole() ? new ByteArrayInputStream(known) : ContentInputStream.whole(contents, message.contentId());
    }
}
