package dev.agentpost.mail.mailboxstore.james;

import static dev.agentpost.mail.mailboxstore.james.FolderMailboxId.folderOf;

import com.google.common.collect.ImmutableList;
import dev.agentpost.mail.folder.SystemFolder;
import dev.agentpost.mail.mailboxstore.ContentId;
import dev.agentpost.mail.mailboxstore.CopyClaim;
import dev.agentpost.mail.mailboxstore.CopyClaims;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.FolderMessages;
import dev.agentpost.mail.mailboxstore.MessageFiling;
import dev.agentpost.mail.mailboxstore.MessageSource;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.UidRange;
import dev.agentpost.mail.trash.TrashCopies;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.MessageManager.AppendResult;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.apache.james.mailbox.model.ComposedMessageId;
import org.apache.james.mailbox.model.Content;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.ThreadId;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Stores in one mailbox what a client appends, or finds the copy that is there already and stands for it. */
final class FolderAppending {
    private final FolderMessages messages;
    private final MessageFiling filing;
    private final CopyClaims claims;
    private final TrashCopies trashCopies;
    private final AppendQuota quota;
    private final FolderEvents events;
    private final Clock clock;
    private final Mailbox mailbox;
    private final FolderId folder;
    private final boolean isTrash;

    FolderAppending(FolderMailboxManager.Services services, Mailbox mailbox) {
        this.messages = services.messages();
        this.filing = services.filing();
        this.claims = services.claims();
        this.trashCopies = services.trashCopies();
        this.quota = new AppendQuota(services.manager().getQuotaComponents(), mailbox);
        this.events = new FolderEvents(services.manager().getEventBus());
        this.clock = services.manager().getClock();
        this.mailbox = mailbox;
        this.folder = folderOf(mailbox.getMailboxId());
        this.isTrash = mailbox.getName().equals(SystemFolder.TRASH.folderName());
    }

    private record Message(MessageSource source, Optional<CopyClaim> claim) {}

    Mono<AppendResult> append(AppendCommand command, MailboxSession session) {
        return Mono.fromCallable(() -> message(command.getMsgIn()))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(message -> expungedCopy(message).switchIfEmpty(Mono.defer(() -> checkQuota(message)
                        .then(Mono.defer(() -> append(command, message, session))))));
    }

    private Message message(Content content) throws IOException, MailboxException {
        MessageSource source = NewMail.source(content);
        return new Message(source, claims.of(mailbox.getName(), source));
    }

    private Mono<AppendResult> expungedCopy(Message message) {
        return isTrash
                ? JamesErrors.of(
                                mailbox,
                                trashCopies.expungedCopy(FolderMailboxMapper.folder(mailbox), message.source()))
                        .flatMap(uid -> found(uid, message.source(), ContentId.generate()))
                : Mono.empty();
    }

    /** A copy that is there already takes no space. */
    private Mono<Void> checkQuota(Message message) {
        return quota.check(message.source().sizeBytes())
                .onErrorResume(OverQuotaException.class, full -> isThere(message)
                        .flatMap(there -> there ? Mono.empty() : Mono.error(full)));
    }

    private Mono<Boolean> isThere(Message message) {
        return Mono.justOrEmpty(message.claim())
                .flatMap(claim -> JamesErrors.of(mailbox, messages.claimedBy(folder, claim.name())))
                .hasElement();
    }

    private Mono<AppendResult> append(AppendCommand command, Message message, MailboxSession session) {
        ContentId contentId = ContentId.generate();
        MessageFiling.Options options = new MessageFiling.Options(
                Optional.empty(),
                message.claim(),
                JamesFlags.of(command.getFlags()),
                command.isRecent(),
                command.getInternalDate().toInstant(),
                clock.instant(),
                Optional.of(contentId));
        return JamesErrors.of(mailbox, filing.append(folder, message.source(), options))
                .flatMap(appended -> appended.wasThere()
                        ? found(appended.uid(), message.source(), contentId)
                        : stored(options.row(message.source(), appended), command, message.source(), session));
    }

    /**
     * Nobody is told: nothing has changed.
     *
     * @param unused a content id for a message that was expunged in the meantime: then nobody can ask for it
     */
    private Mono<AppendResult> found(long uid, MessageSource source, ContentId unused) {
        return JamesErrors.of(mailbox, messages.list(folder, UidRange.one(uid)).next())
                .map(StoredMessage::contentId)
                .defaultIfEmpty(unused)
                .map(id -> result(uid, id, source.sizeBytes()));
    }

    private Mono<AppendResult> stored(
            StoredMessage row, AppendCommand command, MessageSource source, MailboxSession session) {
        if (isTrash) {
            trashCopies.appended(FolderMailboxMapper.folder(mailbox), row, source);
        }
        return events.added(
                        mailbox, ImmutableList.of(MetaData.of(row, command.isRecent())), command.isDelivery(), session)
                .thenReturn(result(row.uid(), row.contentId(), row.sizeBytes()));
    }

    private AppendResult result(long uid, ContentId content, long sizeBytes) {
        ContentMessageId id = new ContentMessageId(content);
        return new AppendResult(
                new ComposedMessageId(mailbox.getMailboxId(), id, MessageUid.of(uid)),
                sizeBytes,
                Optional.empty(),
                ThreadId.fromBaseMessageId(id));
    }
}
