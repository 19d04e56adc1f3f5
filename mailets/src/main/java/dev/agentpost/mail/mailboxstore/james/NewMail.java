package dev.agentpost.mail.mailboxstore.james;

import static dev.agentpost.mail.mailboxstore.james.FolderMailboxId.folderOf;

import dev.agentpost.mail.mailboxstore.Appended;
import dev.agentpost.mail.mailboxstore.HeaderBlock;
import dev.agentpost.mail.mailboxstore.MessageFiling;
import dev.agentpost.mail.mailboxstore.MessageSource;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Content;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Appends a message that James has made. */
final class NewMail {
    private NewMail() {}

    /** The message learns its UID, its modification sequence and when it was saved. */
    static Mono<Appended> append(MessageFiling filing, MailboxId mailbox, MailboxMessage message, Instant now) {
        message.setSaveDate(Date.from(now));
        return Mono.fromCallable(() -> source(message))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(source -> filing.append(folderOf(mailbox), source, options(message, now)))
                .doOnNext(appended -> Uids.learn(message, appended));
    }

    private static MessageFiling.Options options(MailboxMessage message, Instant now) {
        return new MessageFiling.Options(
                Optional.empty(),
                JamesFlags.of(message.createFlags()),
                message.isRecent(),
                message.getInternalDate().toInstant(),
                now,
                Optional.of(ContentMessageId.contentOf(message.getMessageId())));
    }

    private static MessageSource source(MailboxMessage message) throws IOException {
        int headerBytes = Math.toIntExact(message.getHeaderOctets());
        try (InputStream content = message.getFullContent()) {
            return source(content.readNBytes(headerBytes), message::getFullContent, message.getFullContentOctets());
        }
    }

    /** Reads the header; the body is for whoever stores it. */
    static MessageSource source(Content message) throws IOException, MailboxException {
        try (InputStream content = message.getInputStream()) {
            return source(HeaderBlock.read(content), message::getInputStream, message.size());
        }
    }

    private static MessageSource source(byte[] header, MessageSource.Body whole, long bytes) {
        return new MessageSource(
                header,
                () -> {
                    InputStream content = whole.open();
                    content.skipNBytes(header.length);
                    return content;
                },
                bytes - header.length);
    }
}
