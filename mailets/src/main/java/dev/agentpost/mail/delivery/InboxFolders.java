package dev.agentpost.mail.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.agentpost.mail.folder.SystemFolder;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxMailboxes;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.mailboxstore.Folder;
import dev.agentpost.mail.mailboxstore.FolderStore;
import javax.inject.Inject;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Where the folders of inboxes are. An answer is remembered until it is found wrong: an append to a folder that is gone
 * says so, and whoever made it calls {@link #forget}. Safe for use by many threads.
 */
public final class InboxFolders {
    private static final long MAX_REMEMBERED = 50_000;

    private final FolderStore names;
    private final InboxStore inboxes;
    private final InboxMailboxes provisioning;
    private final Cache<Place, Folder> remembered =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    private record Place(InboxAddress inbox, SystemFolder folder) {}

    @Inject
    public InboxFolders(FolderStore names, InboxStore inboxes, InboxMailboxes provisioning) {
        this.names = names;
        this.inboxes = inboxes;
        this.provisioning = provisioning;
    }

    /** Made when it is missing; empty when there is no such inbox. */
    public Mono<Folder> find(InboxAddress inbox, SystemFolder folder) {
        return Mono.defer(() -> {
            Folder known = remembered.getIfPresent(new Place(inbox, folder));
            return known == null ? lookUp(inbox, folder) : Mono.just(known);
        });
    }

    public void forget(InboxAddress inbox, SystemFolder folder) {
        remembered.invalidate(new Place(inbox, folder));
    }

    private Mono<Folder> lookUp(InboxAddress inbox, SystemFolder folder) {
        return named(inbox, folder)
                .switchIfEmpty(Mono.defer(() -> provision(inbox).then(named(inbox, folder))))
                .doOnNext(found -> remembered.put(new Place(inbox, folder), found));
    }

    private Mono<Folder> named(InboxAddress inbox, SystemFolder folder) {
        return names.find(inbox.asString(), folder.folderName());
    }

    private Mono<Void> provision(InboxAddress address) {
        return inboxes.find(address)
                .publishOn(Schedulers.boundedElastic())
                .flatMap(inbox -> provisioning.provision(address));
    }
}
