package dev.agentpost.mail.trash;

import dev.agentpost.mail.mailboxstore.ContentId;
import dev.agentpost.mail.mailboxstore.ContentStore;
import dev.agentpost.mail.mailboxstore.ContentStore.Place;
import dev.agentpost.mail.mailboxstore.Folder;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.FolderStore;
import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.UsedContents;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells which messages of a folder stand in another folder of the same inbox, too, and are to stay there: one that is
 * {@code \Deleted} there does not count. So of two sessions that expunge the two copies of a message at once, at least one
 * finds the other's marked: each marked its own, in a linearizable write, before it looks, in a linearizable read.
 */
public final class OtherFolders {
    private final FolderStore names;
    private final ContentStore contents;
    private final UsedContents rows;

    @Inject
    public OtherFolders(FolderStore names, ContentStore contents, UsedContents rows) {
        this.names = names;
        this.contents = contents;
        this.rows = rows;
    }

    /** The contents of those that do. A look-up for all of them together, and one more for each folder they were in. */
    Mono<Set<ContentId>> holding(Folder folder, List<StoredMessage> messages) {
        Set<ContentId> wanted = messages.stream().map(StoredMessage::contentId).collect(Collectors.toSet());
        return contents.places(wanted)
                .filter(place -> !place.folder().equals(folder.id()))
                .collect(Collectors.groupingBy(Place::folder))
                .flatMap(places -> places.isEmpty() ? Mono.just(Set.of()) : standing(folder.owner(), places, wanted));
    }

    private Mono<Set<ContentId>> standing(String owner, Map<FolderId, List<Place>> places, Set<ContentId> wanted) {
        return names.list(owner)
                .map(Folder::id)
                .filter(places::containsKey)
                .concatMap(other -> messages(other, places.get(other)))
                .filter(message -> !message.flags().has(SystemFlag.DELETED))
                .map(StoredMessage::contentId)
                .filter(wanted::contains)
                .collect(Collectors.toSet());
    }

    /** Of a place that was only announced, the row may be anywhere in the folder. */
    private Flux<StoredMessage> messages(FolderId folder, List<Place> places) {
        return places.stream().anyMatch(place -> place.uid() == 0)
                ? rows.all(folder)
                : rows.at(folder, places.stream().map(Place::uid).toList());
    }
}
