package dev.agentpost.mail.mailboxstore.james;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static dev.agentpost.mail.mailboxstore.james.FolderMailboxId.folderOf;

import dev.agentpost.mail.mailboxstore.Appended;
import dev.agentpost.mail.mailboxstore.ContentStore;
import dev.agentpost.mail.mailboxstore.FolderMessages;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.UidRange;
import java.time.Instant;
import java.util.List;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.store.mail.MessageMapper.FetchType;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.concurrent.Queues;

/** Makes messages of James of our rows, with as much of their content as is asked for. Safe for use by many threads. */
final class MessageReader {
    private static final int HEADERS_TOGETHER = 20;

    private static final int HEADER_BYTES_TOGETHER = 128 * 1024;
    private static final int BATCHES_AT_ONCE = 2;

    /** Times {@link #SMALL_BYTES}, the memory that one reading may take. */
    private static final int MESSAGES_AT_ONCE = 4;

    /** The body of a larger message is read when, and as far as, somebody wants it. */
    private static final int SMALL_BYTES = 64 * 1024;

    private final FolderMessages messages;
    private final ContentStore contents;

    MessageReader(FolderMessages messages, ContentStore contents) {
        this.messages = messages;
        this.contents = contents;
    }

    /** How many messages of a kind may wait for whoever asked for them, for the memory that they take. */
    static int ahead(FetchType type) {
        return switch (type) {
            case METADATA -> Queues.SMALL_BUFFER_SIZE;
            case HEADERS, ATTACHMENTS_METADATA -> HEADERS_TOGETHER;
            case FULL -> 1;
        };
    }

    /** @param limit none when it is not positive */
    Flux<MailboxMessage> list(MailboxId mailbox, UidRange range, FetchType type, int limit) {
        Flux<StoredMessage> rows = messages.list(folderOf(mailbox), range);
        return read(mailbox, limit > 0 ? rows.take(limit) : rows, type);
    }

    Flux<MailboxMessage> read(MailboxId mailbox, Flux<StoredMessage> rows, FetchType type) {
        return switch (type) {
            case METADATA -> rows.map(row -> withoutContent(mailbox, row));
            case HEADERS, ATTACHMENTS_METADATA ->
                Flux.defer(() -> rows.bufferUntil(new Batch()::isFullWith))
                        .flatMapSequential(batch -> withHeaders(mailbox, batch), BATCHES_AT_ONCE, 1)
                        .flatMapIterable(batch -> batch);
            case FULL -> rows.flatMapSequential(row -> withContent(mailbox, row), MESSAGES_AT_ONCE, 1);
        };
    }

    StoredMailboxMessage withoutContent(MailboxId mailbox, StoredMessage row) {
        return new StoredMailboxMessage(row, mailbox, MessageContent.unread(contents, row));
    }

    private static final class Batch {
        private int count;
        private int bytes;

        private boolean isFullWith(StoredMessage row) {
            count++;
            bytes += row.headerBytes();
            boolean full = count == HEADERS_TOGETHER || bytes >= HEADER_BYTES_TOGETHER;
            if (full) {
                count = 0;
                bytes = 0;
            }
            return full;
        }
    }

    private Mono<List<MailboxMessage>> withHeaders(MailboxId mailbox, List<StoredMessage> rows) {
        return contents.headers(rows.stream().map(StoredMessage::contentId).collect(toImmutableSet()))
                .map(headers -> rows.stream()
                        .map(row -> withHeader(mailbox, row, headers.get(row.contentId())))
                        .toList());
    }

    private MailboxMessage withHeader(MailboxId mailbox, StoredMessage row, byte[] header) {
        return new StoredMailboxMessage(row, mailbox, MessageContent.withHeader(contents, row, header));
    }

    private Mono<MailboxMessage> withContent(MailboxId mailbox, StoredMessage row) {
        if (row.sizeBytes() > SMALL_BYTES) {
            return contents.header(row.contentId()).map(header -> withHeader(mailbox, row, header));
        }
        return MessageContent.whole(contents, row).map(content -> new StoredMailboxMessage(row, mailbox, content));
    }

    /** The rows of those messages that are still there. */
    Mono<List<StoredMessage>> rows(Uids.Group group) {
        return Flux.fromIterable(group.messages())
                .concatMap(message -> row(message))
                .collectList();
    }

    private Mono<StoredMessage> row(MailboxMessage message) {
        return message instanceof StoredMailboxMessage stored
                ? Mono.just(stored.row())
                : messages.list(
                                folderOf(message.getMailboxId()),
                                UidRange.one(message.getUid().asLong()))
                        .next();
    }

    /** A copy as it came into the mailbox, where it is recent. */
    static MessageMetaData arrived(StoredMessage original, Appended appended, Instant saveDate) {
        return MetaData.of(
                new StoredMessage(
                        appended.uid(),
                        appended.modSeq(),
                        original.contentId(),
                        original.flags(),
                        original.internalDate(),
                        saveDate,
                        original.sizeBytes(),
                        original.headerBytes()),
                true);
    }
}
