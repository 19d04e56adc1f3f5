package dev.agentpost.mail.delivery.james;

import dev.agentpost.mail.delivery.CopyId;
import dev.agentpost.mail.delivery.LedgerCopies;
import dev.agentpost.mail.folder.SystemFolder;
import dev.agentpost.mail.inbox.InboxMailboxes;
import dev.agentpost.mail.mailboxstore.MessageSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.inject.Inject;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.Content;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Mailboxes of James as targets of copies.
 *
 * <p>What James emits, it emits on a thread of the Cassandra driver. Whatever then waits for the driver would wait for
 * itself: hence a thread of another kind for all that follows a look-up.
 */
public final class JamesFolder implements LedgerCopies.Folder {
    /** Clocks of nodes differ, and James stamps a message a little after the storing began. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private static final int PAGE = 100;

    private final MailboxManager mailboxes;
    private final InboxMailboxes provisioning;

    @Inject
    public JamesFolder(MailboxManager mailboxes, InboxMailboxes provisioning) {
        this.mailboxes = mailboxes;
        this.provisioning = provisioning;
    }

    @Override
    public Mono<Void> append(CopyId copy, MessageSource message) {
        MailboxSession session = session(copy);
        return mailbox(copy, session)
                .publishOn(Schedulers.boundedElastic())
                .flatMap(mailbox ->
                        Mono.from(mailbox.appendMessageReactive(command(copy, new JamesContent(message)), session)))
                .then()
                .doFinally(signal -> mailboxes.endProcessingRequest(session));
    }

    private static MessageManager.AppendCommand command(CopyId copy, Content content) {
        MessageManager.AppendCommand.Builder command = MessageManager.AppendCommand.builder();
        if (copy.folder() == SystemFolder.SENT) {
            return command.withFlags(new Flags(Flags.Flag.SEEN))
                    .notRecent()
                    .notDelivery()
                    .build(content);
        }
        return command.recent().delivery().build(content);
    }

    private Mono<MessageManager> mailbox(CopyId copy, MailboxSession session) {
        MailboxPath path = MailboxPath.forUser(session.getUser(), copy.folder().folderName());
        Mono<MessageManager> lookup = Mono.defer(() -> Mono.from(mailboxes.getMailboxReactive(path, session)));
        return lookup.onErrorResume(
                MailboxNotFoundException.class,
                missing -> provisioning.provision(copy.inbox()).then(lookup));
    }

    @Override
    public Mono<Boolean> holds(CopyId copy, Instant since) {
        MailboxSession session = session(copy);
        return mailbox(copy, session)
                .publishOn(Schedulers.boundedElastic())
                .flatMap(mailbox -> Mono.fromCallable(() -> holds(mailbox, copy, since.minus(TOLERANCE), session)))
                .doFinally(signal -> mailboxes.endProcessingRequest(session));
    }

    /** Newest first, a page at a time, until the messages are older than the first attempt. */
    private static boolean holds(MessageManager mailbox, CopyId copy, Instant since, MailboxSession session)
            throws MailboxException {
        long below = uidNext(mailbox, session);
        while (below > 1) {
            long first = Math.max(1, below - PAGE);
            MessageRange range = MessageRange.range(MessageUid.of(first), MessageUid.of(below - 1));
            List<MessageResult> page = Flux.from(mailbox.getMessagesReactive(range, FetchGroup.HEADERS, session))
                    .collectList()
                    .block();
            if (page.stream().anyMatch(message -> carries(message, copy.submissionId()))) {
                return true;
            }
            if (page.stream()
                    .anyMatch(message -> message.getInternalDate().toInstant().isBefore(since))) {
                return false;
            }
            below = first;
        }
        return false;
    }

    private static long uidNext(MessageManager mailbox, MailboxSession session) throws MailboxException {
        return mailbox.getMetaData(
                        MessageManager.MailboxMetaData.RecentMode.IGNORE,
                        session,
                        java.util.EnumSet.of(MessageManager.MailboxMetaData.Item.NextUid))
                .getUidNext()
                .asLong();
    }

    /** The submission id stands in the Received field that we wrote (RFC 5321 section 4.4, the id clause). */
    private static boolean carries(MessageResult message, String submissionId) {
        try (InputStream headers = message.getHeaders().getInputStream()) {
            return new String(headers.readAllBytes(), StandardCharsets.ISO_8859_1).contains(submissionId);
        } catch (IOException | MailboxException e) {
            throw new IllegalStateException("the header of message " + message.getUid() + " cannot be read", e);
        }
    }

    private MailboxSession session(CopyId copy) {
        return mailboxes.createSystemSession(Username.of(copy.inbox().asString()));
    }

    private record JamesContent(MessageSource message) implements Content {
        @Override
        public InputStream getInputStream() throws IOException {
            return message.open();
        }

        @Override
        public long size() {
            return message.sizeBytes();
        }
    }
}
