package dev.agentpost.mail.mailboxstore.james;

import static dev.agentpost.mail.mailboxstore.james.FolderMailboxId.folderOf;

import com.google.common.collect.ImmutableList;
import dev.agentpost.mail.mailboxstore.Appended;
import dev.agentpost.mail.mailboxstore.ContentStore;
import dev.agentpost.mail.mailboxstore.FlagsUpdate;
import dev.agentpost.mail.mailboxstore.FolderHead;
import dev.agentpost.mail.mailboxstore.FolderMessages;
import dev.agentpost.mail.mailboxstore.MessageFiling;
import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.UidIndex;
import dev.agentpost.mail.mailboxstore.UidRange;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxCounters;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.apache.james.mailbox.store.FlagsUpdateCalculator;
import org.apache.james.mailbox.store.MailboxReactorUtils;
import org.apache.james.mailbox.store.mail.MessageMapper;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The messages of a mailbox as James asks for them. {@code \Recent} is told by {@link #findRecentMessageUidsInMailbox}
 * alone: no message that is found has it, since whose session it is recent for is not the message's to say.
 *
 * <p>All that is emitted, is on a thread that may block. Safe for use by many threads.
 */
public final class FolderMessageMapper implements MessageMapper {
    private final FolderMessages messages;
    private final MessageFiling filing;
    private final MessageReader reader;
    private final Clock clock;

    public FolderMessageMapper(FolderMessages messages, ContentStore contents, MessageFiling filing, Clock clock) {
        this.messages = messages;
        this.filing = filing;
        this.reader = new MessageReader(messages, contents);
        this.clock = clock;
    }

    @Override
    public Iterator<MailboxMessage> findInMailbox(Mailbox mailbox, MessageRange set, FetchType type, int limit) {
        return findInMailboxReactive(mailbox, set, type, limit).toIterable().iterator();
    }

    @Override
    public Flux<MailboxMessage> findInMailboxReactive(Mailbox mailbox, MessageRange set, FetchType type, int limit) {
        return JamesErrors.ofMany(
                mailbox, reader.list(mailbox.getMailboxId(), Uids.range(set), type, limit), MessageReader.ahead(type));
    }

    @Override
    public Flux<MessageUid> listAllMessageUids(Mailbox mailbox) {
        return uids(mailbox, UidIndex::live);
    }

    private Flux<MessageUid> uids(Mailbox mailbox, Function<UidIndex, LongStream> wanted) {
        return index(mailbox)
                .flatMapMany(index -> Flux.fromStream(() -> wanted.apply(index).mapToObj(MessageUid::of)));
    }

    private Mono<UidIndex> index(Mailbox mailbox) {
        return JamesErrors.of(mailbox, messages.index(folderOf(mailbox.getMailboxId())));
    }

    private Mono<FolderHead> head(Mailbox mailbox) {
        return JamesErrors.of(mailbox, messages.head(folderOf(mailbox.getMailboxId())));
    }

    @Override
    public List<MessageUid> retrieveMessagesMarkedForDeletion(Mailbox mailbox, MessageRange set)
            throws MailboxException {
        return block(retrieveMessagesMarkedForDeletionReactive(mailbox, set).collectList());
    }

    @Override
    public Flux<MessageUid> retrieveMessagesMarkedForDeletionReactive(Mailbox mailbox, MessageRange set) {
        return uids(mailbox, index -> index.with(SystemFlag.DELETED).filter(Uids.range(set)::contains));
    }

    @Override
    public MessageUid findFirstUnseenMessageUid(Mailbox mailbox) throws MailboxException {
        return block(findFirstUnseenMessageUidReactive(mailbox)).orElse(null);
    }

    @Override
    public Mono<Optional<MessageUid>> findFirstUnseenMessageUidReactive(Mailbox mailbox) {
        return index(mailbox)
                .map(index -> index.unseen().mapToObj(MessageUid::of).findFirst());
    }

    @Override
    public List<MessageUid> findRecentMessageUidsInMailbox(Mailbox mailbox) throws MailboxException {
        return block(findRecentMessageUidsInMailboxReactive(mailbox));
    }

    @Override
    public Mono<List<MessageUid>> findRecentMessageUidsInMailboxReactive(Mailbox mailbox) {
        return uids(mailbox, UidIndex::recent).collectList();
    }

    @Override
    public long countMessagesInMailbox(Mailbox mailbox) throws MailboxException {
        return block(head(mailbox)).messageCount();
    }

    @Override
    public MailboxCounters getMailboxCounters(Mailbox mailbox) throws MailboxException {
        return block(getMailboxCountersReactive(mailbox));
    }

    @Override
    public Mono<MailboxCounters> getMailboxCountersReactive(Mailbox mailbox) {
        return head(mailbox).map(head -> MailboxCounters.builder()
                .mailboxId(mailbox.getMailboxId())
                .count(head.messageCount())
                .unseen(head.unseenCount())
                .build());
    }

    @Override
    public Optional<MessageUid> getLastUid(Mailbox mailbox) throws MailboxException {
        return block(getLastUidReactive(mailbox));
    }

    @Override
    public Mono<Optional<MessageUid>> getLastUidReactive(Mailbox mailbox) {
        return head(mailbox)
                .map(head -> Optional.of(head.lastUid()).filter(uid -> uid > 0).map(MessageUid::of));
    }

    @Override
    public ModSeq getHighestModSeq(Mailbox mailbox) throws MailboxException {
        return block(getHighestModSeqReactive(mailbox));
    }

    @Override
    public Mono<ModSeq> getHighestModSeqReactive(Mailbox mailbox) {
        return head(mailbox).map(head -> ModSeq.of(head.highestModSeq()));
    }

    @Override
    public Flags getApplicableFlag(Mailbox mailbox) throws MailboxException {
        return block(getApplicableFlagReactive(mailbox));
    }

    @Override
    public Mono<Flags> getApplicableFlagReactive(Mailbox mailbox) {
        return head(mailbox).map(head -> JamesFlags.applicable(head.keywords()));
    }

    @Override
    public MessageMetaData add(Mailbox mailbox, MailboxMessage message) throws MailboxException {
        return block(addReactive(mailbox, message));
    }

    @Override
    public Mono<MessageMetaData> addReactive(Mailbox mailbox, MailboxMessage message) {
        return JamesErrors.of(mailbox, NewMail.append(filing, mailbox.getMailboxId(), message, clock.instant()))
                .map(appended -> message.metaData());
    }

    @Override
    public Iterator<UpdatedFlags> updateFlags(
            Mailbox mailbox, FlagsUpdateCalculator flagsUpdateCalculator, MessageRange set) throws MailboxException {
        return block(updateFlagsReactive(mailbox, flagsUpdateCalculator, set)).iterator();
    }

    @Override
    public Mono<List<UpdatedFlags>> updateFlagsReactive(
            Mailbox mailbox, FlagsUpdateCalculator calculator, MessageRange set) {
        FlagsUpdate update = JamesFlags.update(calculator, Set.of());
        Mono<FlagsUpdate> known = update.mode() == FlagsUpdate.Mode.REMOVE
                ? head(mailbox).map(head -> JamesFlags.update(calculator, head.keywords()))
                : Mono.just(update);
        return Mono.deferContextual(context -> {
                    Optional<FlagsWrite> write = FlagsWrite.of(context);
                    return known.map(exact ->
                                    write.map(asked -> asked.conditional(exact)).orElse(exact))
                            .flatMap(exact -> JamesErrors.of(
                                    mailbox,
                                    messages.updateFlags(
                                            folderOf(mailbox.getMailboxId()),
                                            ImmutableList.of(Uids.range(set)),
                                            exact)))
                            .doOnNext(changes -> write.ifPresent(asked -> asked.note(changes)));
                })
                .map(changes -> changes.stream()
                        .filter(change -> !change.refused())
                        .map(JamesFlags::updated)
                        .collect(ImmutableList.toImmutableList()));
    }

    @Override
    public List<UpdatedFlags> resetRecent(Mailbox mailbox) throws MailboxException {
        return block(resetRecentReactive(mailbox));
    }

    @Override
    public Mono<List<UpdatedFlags>> resetRecentReactive(Mailbox mailbox) {
        return JamesErrors.of(mailbox, messages.resetRecent(folderOf(mailbox.getMailboxId())))
                .flatMapMany(uids -> rows(mailbox, uids))
                .map(row -> UpdatedFlags.builder()
                        .uid(MessageUid.of(row.uid()))
                        .messageId(new ContentMessageId(row.contentId()))
                        .modSeq(ModSeq.of(row.modSeq()))
                        .oldFlags(JamesFlags.of(row.flags(), true))
                        .newFlags(JamesFlags.of(row.flags(), false))
                        .build())
                .collectList();
    }

    private Flux<StoredMessage> rows(Mailbox mailbox, Collection<Long> uids) {
        return JamesErrors.ofMany(
                mailbox,
                Flux.fromIterable(UidRange.runs(uids))
                        .concatMap(run -> messages.list(folderOf(mailbox.getMailboxId()), run)));
    }

    @Override
    public void delete(Mailbox mailbox, MailboxMessage message) throws MailboxException {
        deleteMessages(mailbox, ImmutableList.of(message.getUid()));
    }

    @Override
    public Map<MessageUid, MessageMetaData> deleteMessages(Mailbox mailbox, List<MessageUid> uids)
            throws MailboxException {
        return block(deleteMessagesReactive(mailbox, uids));
    }

    @Override
    public Mono<Map<MessageUid, MessageMetaData>> deleteMessagesReactive(Mailbox mailbox, List<MessageUid> uids) {
        return JamesErrors.of(
                        mailbox,
                        filing.expunge(
                                folderOf(mailbox.getMailboxId()),
                                uids.stream().map(MessageUid::asLong).toList()))
                .map(expunged -> {
                    Map<MessageUid, MessageMetaData> byUid = new TreeMap<>();
                    expunged.forEach(row -> byUid.put(MessageUid.of(row.uid()), MetaData.of(row, false)));
                    return byUid;
                });
    }

    @Override
    public MessageMetaData copy(Mailbox mailbox, MailboxMessage original) throws MailboxException {
        return block(copyReactive(mailbox, original));
    }

    @Override
    public List<MessageMetaData> copy(Mailbox mailbox, List<MailboxMessage> original) throws MailboxException {
        return block(copyReactive(mailbox, original));
    }

    @Override
    public Mono<MessageMetaData> copyReactive(Mailbox mailbox, MailboxMessage original) {
        return copyReactive(mailbox, ImmutableList.of(original)).map(copies -> copies.get(0));
    }

    @Override
    public Mono<List<MessageMetaData>> copyReactive(Mailbox mailbox, List<MailboxMessage> originals) {
        Instant now = clock.instant();
        return Flux.fromIterable(Uids.byMailbox(originals))
                .concatMap(group -> reader.rows(group).flatMap(rows -> JamesErrors.of(
                                mailbox,
                                filing.copy(folderOf(group.mailbox()), rows, folderOf(mailbox.getMailboxId()), now))
                        .map(copies -> arrived(rows, copies, now))))
                .flatMapIterable(copies -> copies)
                .collectList();
    }

    private static List<MessageMetaData> arrived(List<StoredMessage> originals, List<Appended> copies, Instant now) {
        return IntStream.range(0, copies.size())
                .mapToObj(index -> MessageReader.arrived(originals.get(index), copies.get(index), now))
                .collect(ImmutableList.toImmutableList());
    }

    @Override
    public MessageMetaData move(Mailbox mailbox, MailboxMessage original) throws MailboxException {
        return block(moveReactive(mailbox, original));
    }

    @Override
    public List<MessageMetaData> move(Mailbox mailbox, List<MailboxMessage> original) throws MailboxException {
        return block(moveReactive(mailbox, original));
    }

    @Override
    public Mono<MessageMetaData> moveReactive(Mailbox mailbox, MailboxMessage original) {
        return moveReactive(mailbox, ImmutableList.of(original)).map(moved -> moved.get(0));
    }

    @Override
    public Mono<List<MessageMetaData>> moveReactive(Mailbox mailbox, List<MailboxMessage> originals) {
        Instant now = clock.instant();
        return Flux.fromIterable(Uids.byMailbox(originals))
                .concatMap(group -> reader.rows(group)
                        .flatMap(rows -> JamesErrors.of(
                                mailbox,
                                filing.move(folderOf(group.mailbox()), rows, folderOf(mailbox.getMailboxId()), now))))
                .flatMapIterable(moved -> moved)
                .map(moved -> MessageReader.arrived(moved.from(), moved.to(), now))
                .collectList();
    }

    private static <T> T block(Mono<T> mono) throws MailboxException {
        return MailboxReactorUtils.block(mono);
    }
}
