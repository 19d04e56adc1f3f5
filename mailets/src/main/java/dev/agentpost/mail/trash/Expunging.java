package dev.agentpost.mail.trash;

import com.google.common.collect.Lists;
import com.google.common.collect.Sets;
import dev.agentpost.mail.folder.ExpungePolicy;
import dev.agentpost.mail.folder.ExpungePolicy.Fate;
import dev.agentpost.mail.folder.SystemFolder;
import dev.agentpost.mail.mailboxstore.ContentId;
import dev.agentpost.mail.mailboxstore.Folder;
import dev.agentpost.mail.mailboxstore.FolderStore;
import dev.agentpost.mail.mailboxstore.MessageFiling;
import dev.agentpost.mail.mailboxstore.MessageFiling.Moved;
import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Expunges messages as the {@link ExpungePolicy} says. What is emitted is durable; a failure may leave some of the
 * messages where they were, or to be moved to Trash by {@link MessageFiling#finishMoves}. Safe for use by many threads.
 */
public final class Expunging {
    /** As many as {@link MessageFiling} moves in one go. */
    private static final int BATCH = 200;

    private final ExpungePolicy policy;
    private final FolderStore names;
    private final OtherFolders others;
    private final TrashCopies copies;
    private final MessageFiling filing;
    private final Clock clock;

    @Inject
    public Expunging(
            ExpungePolicy policy,
            FolderStore names,
            OtherFolders others,
            TrashCopies copies,
            MessageFiling filing,
            Clock clock) {
        this.policy = policy;
        this.names = names;
        this.others = others;
        this.copies = copies;
        this.filing = filing;
        this.clock = clock;
    }

    /** Some of the messages that were to be expunged. */
    public sealed interface Expunged {
        /** Those that this has taken from their folder, as they were but for {@code \Deleted}, ascending by UID. */
        List<StoredMessage> left();

        /** For good. */
        record Deleted(List<StoredMessage> left) implements Expunged {}

        /** @param moved all of them, those included that another has taken from their folder at the same time */
        record Trashed(Folder trash, List<Moved> moved, Instant saveDate) implements Expunged {
            @Override
            public List<StoredMessage> left() {
                return moved.stream().filter(Moved::hasLeft).map(Moved::from).toList();
            }
        }
    }

    /** False when all that is expunged in the folder is to be deleted, for which nothing need be asked here. */
    public boolean usesTrash(String folder) {
        return policy.usesTrash(folder);
    }

    /** Each batch of some hundred messages in turn. */
    public Flux<Expunged> expunge(Folder folder, Collection<Long> uids) {
        return Flux.fromIterable(Lists.partition(List.copyOf(new TreeSet<>(uids)), BATCH))
                .concatMap(batch -> filing.find(folder.id(), batch)
                        .collectList()
                        .flatMapMany(messages -> messages.isEmpty() ? Flux.empty() : expungeBatch(folder, messages)));
    }

    private Flux<Expunged> expungeBatch(Folder folder, List<StoredMessage> messages) {
        return fates(folder, messages).flatMapMany(byFate -> carryOut(folder, byFate));
    }

    private Mono<Map<Fate, List<StoredMessage>>> fates(Folder folder, List<StoredMessage> messages) {
        Mono<Set<ContentId>> elsewhere =
                policy.usesTrash(folder.name()) ? elsewhere(folder, messages) : Mono.just(Set.of());
        return elsewhere.map(contents -> messages.stream()
                .collect(Collectors.groupingBy(message ->
                        policy.decide(folder.name(), isMarked(message) && contents.contains(message.contentId())))));
    }

    private Mono<Set<ContentId>> elsewhere(Folder folder, List<StoredMessage> messages) {
        return others.holding(folder, messages).flatMap(held -> copies.appendedCopies(
                        folder.owner(),
                        messages.stream()
                                .filter(message -> isMarked(message) && !held.contains(message.contentId()))
                                .toList())
                .map(appended -> Sets.union(held, appended)));
    }

    /** One that is not could be taken for staying by whoever expunges its other copy just now. */
    private static boolean isMarked(StoredMessage message) {
        return message.flags().has(SystemFlag.DELETED);
    }

    private Flux<Expunged> carryOut(Folder folder, Map<Fate, List<StoredMessage>> messages) {
        List<StoredMessage> toTrash = messages.getOrDefault(Fate.TRASH, List.of());
        List<StoredMessage> toDelete = messages.getOrDefault(Fate.DELETE, List.of());
        return Flux.concat(
                toTrash.isEmpty() ? Mono.empty() : trash(folder, toTrash),
                toDelete.isEmpty()
                        ? Mono.empty()
                        : filing.expungeRows(folder.id(), toDelete).map(Expunged.Deleted::new));
    }

    private Mono<Expunged> trash(Folder folder, List<StoredMessage> messages) {
        return names.find(folder.owner(), SystemFolder.TRASH.folderName())
                // It is made with the inbox and at each login.
                .switchIfEmpty(Mono.error(() -> new IllegalStateException(folder.owner() + " has no Trash")))
                .flatMap(trash -> {
                    Instant now = clock.instant();
                    return filing.moveToTrash(folder.id(), messages, trash.id(), now)
                            .doOnNext(moved -> copies.expunged(trash, moved))
                            .map(moved -> new Expunged.Trashed(trash, moved, now));
                });
    }
}
