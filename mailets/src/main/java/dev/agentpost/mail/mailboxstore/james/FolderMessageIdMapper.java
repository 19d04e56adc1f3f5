package dev.agentpost.mail.mailboxstore.james;

import static dev.agentpost.mail.mailboxstore.james.ContentMessageId.contentOf;
import static dev.agentpost.mail.mailboxstore.james.FolderMailboxId.folderOf;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Multimap;
import dev.agentpost.mail.mailboxstore.ContentId;
import dev.agentpost.mail.mailboxstore.ContentStore;
import dev.agentpost.mail.mailboxstore.FlagsUpdate;
import dev.agentpost.mail.mailboxstore.FolderGoneException;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.FolderMessages;
import dev.agentpost.mail.mailboxstore.MessageFiling;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.UidRange;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.ComposedMessageIdWithMetaData;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.apache.james.mailbox.store.MailboxReactorUtils;
import org.apache.james.mailbox.store.mail.MessageIdMapper;
import org.apache.james.mailbox.store.mail.MessageMapper.FetchType;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Messages by their id: in all the folders that have a copy. All that is emitted, is on a thread that may block. Safe for
 * use by many threads.
 */
public final class FolderMessageIdMapper implements MessageIdMapper {
    private final FolderMessages messages;
    private final ContentStore contents;
    private final MessageFiling filing;
    private final MessageReader reader;
    private final Clock clock;

    private record Row(FolderId folder, StoredMessage message) {
        MailboxId mailbox() {
            return new FolderMailboxId(folder);
        }
    }

    public FolderMessageIdMapper(FolderMessages messages, ContentStore contents, MessageFiling filing, Clock clock) {
        this.messages = messages;
        this.contents = contents;
        this.filing = filing;
        this.reader = new MessageReader(messages, contents);
        this.clock = clock;
    }

    /** Of places that were only announced it is not known where in the folder they are. */
    private Flux<Row> rows(ContentId id) {
        return contents.places(id)
                .collectMultimap(ContentStore.Place::folder, ContentStore.Place::uid)
                .flatMapIterable(Map::entrySet)
                .concatMap(place -> rows(id, place.getKey(), place.getValue()));
    }

    private Flux<Row> rows(ContentId id, FolderId folder, Collection<Long> uids) {
        List<UidRange> ranges = uids.contains(0L) ? ImmutableList.of(UidRange.ALL) : UidRange.runs(uids);
        return Flux.fromIterable(ranges)
                .concatMap(range -> messages.list(folder, range))
                .filter(message -> message.contentId().equals(id))
                .map(message -> new Row(folder, message))
                .onErrorResume(FolderGoneException.class, gone -> Flux.empty());
    }

    @Override
    public List<MailboxMessage> find(Collection<MessageId> messageIds, FetchType fetchType) {
        return findReactive(messageIds, fetchType).collectList().block();
    }

    @Override
    public Flux<MailboxMessage> findReactive(Collection<MessageId> messageIds, FetchType fetchType) {
        return Flux.fromIterable(messageIds)
                .concatMap(id -> rows(contentOf(id)))
                .concatMap(row -> reader.read(row.mailbox(), Flux.just(row.message()), fetchType))
                .publishOn(Schedulers.boundedElastic());
    }

    @Override
    public Flux<ComposedMessageIdWithMetaData> findMetadata(MessageId messageId) {
        return findReactive(ImmutableList.of(messageId), FetchType.METADATA)
                .map(MailboxMessage::getComposedMessageIdWithMetaData);
    }

    @Override
    public List<MailboxId> findMailboxes(MessageId messageId) {
        return rows(contentOf(messageId))
                .map(Row::mailbox)
                .distinct()
                .collectList()
                .block();
    }

    @Override
    public void save(MailboxMessage message) throws MailboxException {
        MailboxReactorUtils.block(rows(contentOf(message.getMessageId()))
                .hasElements()
                .flatMap(isThere -> isThere
                        ? copy(message, message.getMailboxId())
                        : NewMail.append(filing, message.getMailboxId(), message, clock.instant())
                                .then())
                .onErrorMap(FolderGoneException.class, gone -> new MailboxNotFoundException(message.getMailboxId())));
    }

    @Override
    public void copyInMailbox(MailboxMessage message, Mailbox mailbox) throws MailboxException {
        MailboxReactorUtils.block(copyInMailboxReactive(message, mailbox));
    }

    /** The message learns the UID and modification sequence of its copy. */
    @Override
    public Mono<Void> copyInMailboxReactive(MailboxMessage message, Mailbox mailbox) {
        return JamesErrors.of(mailbox, copy(message, mailbox.getMailboxId()));
    }

    private Mono<Void> copy(MailboxMessage message, MailboxId to) {
        return original(message)
                .flatMap(row -> filing.copy(
                        row.folder(),
                        ImmutableList.of(row.message().withFlags(JamesFlags.of(message.createFlags()))),
                        folderOf(to),
                        clock.instant()))
                .doOnNext(copies -> Uids.learn(message, copies.get(0)))
                .then();
    }

    private Mono<Row> original(MailboxMessage message) {
        return message instanceof StoredMailboxMessage stored
                ? Mono.just(new Row(folderOf(stored.origin()), stored.row()))
                : rows(contentOf(message.getMessageId())).next();
    }

    @Override
    public void delete(MessageId messageId) {
        expunge(messageId, folder -> true).block();
    }

    @Override
    public void delete(MessageId messageId, Collection<MailboxId> mailboxIds) {
        deleteReactive(messageId, mailboxIds).block();
    }

    @Override
    public Mono<Void> deleteReactive(MessageId messageId, Collection<MailboxId> mailboxIds) {
        return expunge(messageId, row -> mailboxIds.contains(row.mailbox()));
    }

    @Override
    public Mono<Void> deleteReactive(Multimap<MessageId, MailboxId> ids) {
        return Flux.fromIterable(ids.asMap().entrySet())
                .concatMap(entry -> deleteReactive(entry.getKey(), entry.getValue()))
                .then();
    }

    private Mono<Void> expunge(MessageId messageId, Predicate<Row> wanted) {
        return rows(contentOf(messageId))
                .filter(wanted)
                .concatMap(row -> filing.expunge(
                        row.folder(), ImmutableList.of(row.message().uid())))
                .then()
                .publishOn(Schedulers.boundedElastic());
    }

    @Override
    public Mono<Multimap<MailboxId, UpdatedFlags>> setFlags(
            MessageId messageId, List<MailboxId> mailboxIds, Flags newState, FlagsUpdateMode updateMode) {
        FlagsUpdate update = new FlagsUpdate(JamesFlags.mode(updateMode), JamesFlags.of(newState));
        return rows(contentOf(messageId))
                .filter(row -> mailboxIds.contains(row.mailbox()))
                .concatMap(row -> messages.updateFlags(
                                row.folder(),
                                ImmutableList.of(UidRange.one(row.message().uid())),
                                update)
                        .flatMapIterable(changes -> changes)
                        .map(change -> Map.entry(row.mailbox(), JamesFlags.updated(change))))
                .<Multimap<MailboxId, UpdatedFlags>>collect(
                        ArrayListMultimap::create, (found, entry) -> found.put(entry.getKey(), entry.getValue()))
                .publishOn(Schedulers.boundedElastic());
    }
}
