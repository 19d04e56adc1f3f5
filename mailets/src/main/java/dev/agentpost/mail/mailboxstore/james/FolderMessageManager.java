package dev.agentpost.mail.mailboxstore.james;

import static dev.agentpost.mail.mailboxstore.james.FolderMailboxId.folderOf;

import com.google.common.collect.ImmutableList;
import com.google.common.io.FileBackedOutputStream;
import dev.agentpost.mail.mailboxstore.FolderHead;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.FolderMessages;
import dev.agentpost.mail.mailboxstore.UidIndex;
import dev.agentpost.mail.mailboxstore.UidRange;
import java.io.IOException;
import java.io.InputStream;
import java.util.Date;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.ReadOnlyException;
import org.apache.james.mailbox.model.Content;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.store.MailboxReactorUtils;
import org.apache.james.mailbox.store.StoreMessageManager;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One mailbox on our store. Appends without taking the message apart, reads all that SELECT answers at once, and
 * expunges to Trash. The rest is James's.
 */
final class FolderMessageManager extends StoreMessageManager implements ExpungeMemory {
    /** A larger message that comes as a stream waits in a file. */
    private static final int IN_MEMORY_BYTES = 256 * 1024;

    private final FolderMailboxManager manager;
    private final FolderMessages messages;
    private final TrashingExpunge trashing;
    private final FolderAppending appending;
    private final Mailbox mailbox;
    private final FolderId folder;

    FolderMessageManager(FolderMailboxManager.Services services, Mailbox mailbox) {
        super(
                services.manager().getSupportedMessageCapabilities(),
                services.manager().getMapperFactory(),
                services.searchIndex(),
                services.manager().getEventBus(),
                services.locker(),
                mailbox,
                services.manager().getQuotaComponents().getQuotaManager(),
                services.manager().getQuotaComponents().getQuotaRootResolver(),
                services.configuration().getBatchSizes(),
                services.rights(),
                services.preDeletionHooks(),
                services.storer());
        this.manager = services.manager();
        this.messages = services.messages();
        this.trashing = services.trashing();
        this.mailbox = mailbox;
        this.appending = new FolderAppending(services, mailbox);
        this.folder = folderOf(mailbox.getMailboxId());
    }

    /** Keywords are kept. */
    @Override
    public Flags getPermanentFlags(MailboxSession session) {
        Flags flags = super.getPermanentFlags(session);
        flags.add(Flags.Flag.USER);
        return flags;
    }

    @Override
    public AppendResult appendMessage(AppendCommand command, MailboxSession session) throws MailboxException {
        return MailboxReactorUtils.block(appendMessageReactive(command, session));
    }

    @Override
    public AppendResult appendMessage(
            InputStream message, Date internalDate, MailboxSession session, boolean isRecent, Flags flags)
            throws MailboxException {
        try (FileBackedOutputStream buffer = new FileBackedOutputStream(IN_MEMORY_BYTES, true)) {
            message.transferTo(buffer);
            AppendCommand.Builder command =
                    AppendCommand.builder().isRecent(isRecent).notDelivery();
            Optional.ofNullable(internalDate).ifPresent(command::withInternalDate);
            Optional.ofNullable(flags).ifPresent(command::withFlags);
            try {
                return appendMessage(command.build(new BufferedContent(buffer)), session);
            } finally {
                buffer.reset();
            }
        } catch (IOException e) {
            throw new MailboxException("a message could not be read", e);
        }
    }

    private record BufferedContent(FileBackedOutputStream buffer) implements Content {
        @Override
        public InputStream getInputStream() throws IOException {
            return buffer.asByteSource().openStream();
        }

        @Override
        public long size() throws MailboxException {
            try {
                return buffer.asByteSource().size();
            } catch (IOException e) {
                throw new MailboxException("the size of a message cannot be told", e);
            }
        }
    }

    @Override
    public Mono<AppendResult> appendMessageReactive(AppendCommand command, MailboxSession session) {
        return mustBeWriteable(session).then(Mono.defer(() -> appending.append(command, session)));
    }

    /** What does not go through a mapper of the session. */
    private Mono<Void> mustBeWriteable(MailboxSession session) {
        return Mono.defer(() -> {
            if (SessionRights.of(session) != SessionRights.ALL) {
                return Mono.error(ReadAndMark.refusal());
            }
            return isWriteable(session) ? Mono.empty() : Mono.error(new ReadOnlyException(getMailboxPath()));
        });
    }

    @Override
    public Iterator<MessageUid> expunge(MessageRange set, MailboxSession session) throws MailboxException {
        return MailboxReactorUtils.block(expungeReactive(set, session).collectList())
                .iterator();
    }

    @Override
    public Flux<MessageUid> expungeReactive(MessageRange set, MailboxSession session) {
        if (!trashing.concerns(mailbox)) {
            return super.expungeReactive(set, session);
        }
        return mustBeWriteable(session)
                .thenMany(Flux.defer(() -> manager.getMapperFactory()
                        .getMessageMapper(session)
                        .retrieveMessagesMarkedForDeletionReactive(mailbox, set)))
                .collectList()
                .flatMapMany(uids -> trashing.expunge(mailbox, uids, session));
    }

    @Override
    public void delete(List<MessageUid> uids, MailboxSession session) throws MailboxException {
        MailboxReactorUtils.block(deleteReactive(uids, session));
    }

    @Override
    public Mono<Void> deleteReactive(List<MessageUid> uids, MailboxSession session) {
        return trashing.concerns(mailbox)
                ? mustBeWriteable(session)
                        .thenMany(trashing.expunge(mailbox, uids, session))
                        .then()
                : super.deleteReactive(uids, session);
    }

    @Override
    public Mono<Optional<List<UidRange>>> expungedSince(long modSeq) {
        return JamesErrors.of(mailbox, messages.expungedSince(folder, modSeq));
    }

    @Override
    public Mono<MailboxMetaData> getMetaDataReactive(
            MailboxMetaData.RecentMode recentMode, MailboxSession session, EnumSet<MailboxMetaData.Item> items)
            throws MailboxException {
        if (!mailbox.generateAssociatedPath().belongsTo(session)) {
            return super.getMetaDataReactive(recentMode, session, items);
        }
        boolean needsIndex =
                recentMode != MailboxMetaData.RecentMode.IGNORE || items.contains(MailboxMetaData.Item.FirstUnseen);
        if (!needsIndex) {
            return JamesErrors.of(mailbox, messages.head(folder))
                    .map(head -> metaData(head, Optional.empty(), ImmutableList.of(), session));
        }
        return JamesErrors.of(mailbox, messages.index(folder)).flatMap(index -> recent(index, recentMode)
                .map(recent -> metaData(
                        index.head(), index.unseen().mapToObj(MessageUid::of).findFirst(), recent, session)));
    }

    /** Which of several sessions that select the folder at once has a recent message, the write tells. */
    private Mono<List<MessageUid>> recent(UidIndex index, MailboxMetaData.RecentMode mode) {
        List<MessageUid> recent = index.recent().mapToObj(MessageUid::of).collect(ImmutableList.toImmutableList());
        return switch (mode) {
            case IGNORE -> Mono.just(ImmutableList.of());
            case RETRIEVE -> Mono.just(recent);
            case RESET ->
                recent.isEmpty()
                        ? Mono.just(recent)
                        : JamesErrors.of(mailbox, messages.resetRecent(folder))
                                .map(reset -> reset.stream().map(MessageUid::of).toList());
        };
    }

    private MailboxMetaData metaData(
            FolderHead head, Optional<MessageUid> firstUnseen, List<MessageUid> recent, MailboxSession session) {
        return new MailboxMetaData(
                recent,
                getPermanentFlags(session),
                mailbox.getUidValidity(),
                MessageUid.of(head.lastUid() + 1),
                ModSeq.of(head.highestModSeq()),
                head.messageCount(),
                head.unseenCount(),
                firstUnseen.orElse(null),
                isWriteable(session),
                mailbox.getACL());
    }
}
