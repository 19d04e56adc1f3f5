package dev.agentpost.mail.mailboxstore.integrity;

import dev.agentpost.mail.mailboxstore.Announcement;
import dev.agentpost.mail.mailboxstore.ContentMissingException;
import dev.agentpost.mail.mailboxstore.ContentStore;
import dev.agentpost.mail.mailboxstore.Folder;
import dev.agentpost.mail.mailboxstore.FolderGoneException;
import dev.agentpost.mail.mailboxstore.FolderMessages;
import dev.agentpost.mail.mailboxstore.FolderStore;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.UidRange;
import dev.agentpost.mail.mailboxstore.integrity.Finding.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Goes through folders, one after the other, while they are in use: counters and index against messages, messages
 * against contents, contents against the places that the scavenger asks. Changes nothing unless told to repair.
 */
public final class StoreCheck {
    /** Messages of one folder looked at side by side. */
    private static final int CONCURRENCY = 8;

    private final FolderStore names;
    private final FolderAudit audit;
    private final FolderMessages folders;
    private final ContentStore contents;

    @Inject
    public StoreCheck(FolderStore names, FolderAudit audit, FolderMessages folders, ContentStore contents) {
        this.names = names;
        this.audit = audit;
        this.folders = folders;
        this.contents = contents;
    }

    /**
     * @param owner the one inbox to look at, all when absent
     * @param repair whether to put right what can be
     */
    public record Options(Optional<String> owner, boolean repair, Depth depth) {}

    /** How much is read. */
    public enum Depth {
        /** Counters and index against the messages. */
        COUNTERS,
        /** And the headers of all messages, and the places of their contents. */
        HEADERS,
        /** And all bodies. */
        BODIES
    }

    /** Told while a check runs. Called by one thread at a time. */
    public interface Progress {
        void folderDone(Folder folder, long messages);
    }

    public Flux<Finding> run(Options options, Progress progress) {
        Flux<Folder> found = options.owner().map(names::list).orElseGet(names::listAll);
        return found.concatMap(folder -> check(folder, options, progress));
    }

    private Flux<Finding> check(Folder folder, Options options, Progress progress) {
        Mono<FolderAudit.Differences> differences =
                options.repair() ? audit.repair(folder.id()) : audit.audit(folder.id());
        return differences
                .flatMapMany(found -> Flux.concat(
                        Flux.fromStream(differences(folder, found, options)), messages(folder, options, progress)))
                .onErrorResume(FolderGoneException.class, gone -> missing(folder, options));
    }

    private static Stream<Finding> differences(Folder folder, FolderAudit.Differences found, Options options) {
        return Stream.concat(
                found.counters().stream()
                        .map(text -> finding(Kind.COUNTERS, folder, Optional.empty(), text, options.repair())),
                found.index().stream()
                        .map(text -> finding(Kind.INDEX, folder, Optional.empty(), text, options.repair())));
    }

    /** A folder that was deleted while it was looked at is no finding. */
    private Flux<Finding> missing(Folder folder, Options options) {
        Mono<Finding> finding = Mono.fromSupplier(() -> finding(
                Kind.FOLDER_MISSING, folder, Optional.empty(), "the name leads to no folder", options.repair()));
        return names.find(folder.id())
                .flatMap(there -> options.repair()
                        ? folders.create(folder.id(), folder.uidValidity()).then(finding)
                        : finding)
                .flux();
    }

    private Flux<Finding> messages(Folder folder, Options options, Progress progress) {
        return Flux.defer(() -> {
            long[] count = new long[1];
            return folders.list(folder.id(), UidRange.ALL)
                    .doOnNext(message -> count[0]++)
                    .flatMap(
                            message -> options.depth() == Depth.COUNTERS
                                    ? Flux.<Finding>empty()
                                    : message(folder, message, options),
                            CONCURRENCY)
                    .doOnComplete(() -> progress.folderDone(folder, count[0]));
        });
    }

    private Flux<Finding> message(Folder folder, StoredMessage message, Options options) {
        return Flux.concat(content(folder, message, options), place(folder, message, options));
    }

    private Mono<Finding> content(Folder folder, StoredMessage message, Options options) {
        Mono<Long> size = contents.header(message.contentId()).flatMap(header -> {
            if (header.length != message.headerBytes() || options.depth() != Depth.BODIES) {
                return Mono.just(header.length == message.headerBytes() ? message.sizeBytes() : -1L);
            }
            return contents.body(message.contentId()).reduce((long) header.length, (sum, part) -> sum + part.length);
        });
        return size.filter(bytes -> bytes != message.sizeBytes())
                .map(bytes -> "content " + message.contentId() + " has not the size that the folder says")
                .onErrorResume(ContentMissingException.class, missing -> Mono.just(missing.getMessage()))
                .map(detail -> finding(Kind.CONTENT_MISSING, folder, Optional.of(message.uid()), detail, false));
    }

    private Mono<Finding> place(Folder folder, StoredMessage message, Options options) {
        Mono<Void> repair = options.repair()
                ? contents.announce(folder.id(), List.of(Announcement.again(message.contentId())))
                : Mono.empty();
        return contents.places(message.contentId())
                .any(place -> place.folder().equals(folder.id()))
                .filter(known -> !known)
                .flatMap(unknown -> repair.then(Mono.fromSupplier(() -> finding(
                        Kind.PLACE_MISSING,
                        folder,
                        Optional.of(message.uid()),
                        "content " + message.contentId() + " does not know of this folder",
                        options.repair()))));
    }

    private static Finding finding(Kind kind, Folder folder, Optional<Long> uid, String detail, boolean repaired) {
        return new Finding(kind, folder.id(), folder.owner(), folder.name(), uid, detail, repaired);
    }
}
