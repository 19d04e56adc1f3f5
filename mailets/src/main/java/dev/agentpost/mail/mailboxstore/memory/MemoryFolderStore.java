package dev.agentpost.mail.mailboxstore.memory;

import dev.agentpost.mail.folder.FolderName;
import dev.agentpost.mail.mailboxstore.Folder;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.FolderStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Forgets everything with the process. Safe for use by many threads: changes exclude one another. */
public final class MemoryFolderStore implements FolderStore {
    private final Map<FolderId, Folder> folders = new ConcurrentHashMap<>();

    @Override
    public Mono<Boolean> create(Folder folder) {
        return Mono.fromCallable(() -> {
            synchronized (folders) {
                Optional<Folder> holder = holder(folder.owner(), other -> FolderName.same(other, folder.name()));
                if (holder.isEmpty()) {
                    folders.put(folder.id(), folder);
                }
                return holder.map(Folder::id).orElse(folder.id()).equals(folder.id());
            }
        });
    }

    private Optional<Folder> holder(String owner, Predicate<String> name) {
        return folders.values().stream()
                .filter(folder -> folder.owner().equals(owner) && name.test(folder.name()))
                .findFirst();
    }

    @Override
    public Mono<Renaming> rename(FolderId id, String newName) {
        return Mono.fromCallable(() -> {
            synchronized (folders) {
                Folder folder = folders.get(id);
                if (folder == null) {
                    return Renaming.GONE;
                }
                if (holder(folder.owner(), other -> FolderName.same(other, newName))
                        .filter(other -> !other.id().equals(id))
                        .isPresent()) {
                    return Renaming.NAME_TAKEN;
                }
                folders.put(id, folder.withName(newName));
                return Renaming.RENAMED;
            }
        });
    }

    @Override
    public Mono<Void> releaseName(FolderId id) {
        return Mono.fromRunnable(() -> {
            synchronized (folders) {
                folders.remove(id);
            }
        });
    }

    @Override
    public Mono<Void> forget(FolderId id) {
        return Mono.empty();
    }

    @Override
    public Mono<Folder> find(FolderId id) {
        return Mono.fromCallable(() -> folders.get(id));
    }

    @Override
    public Mono<Folder> find(String owner, String name) {
        return Mono.fromCallable(() -> holder(owner, name::equals).orElse(null));
    }

    @Override
    public Flux<Folder> list(String owner) {
        return list(folder -> folder.owner().equals(owner));
    }

    @Override
    public Flux<Folder> listAll() {
        return list(folder -> true);
    }

    private Flux<Folder> list(Predicate<Folder> wanted) {
        return Flux.defer(() -> {
            List<Folder> sorted =
                    new ArrayList<>(folders.values().stream().filter(wanted).toList());
            sorted.sort(Comparator.comparing(Folder::name));
            return Flux.fromIterable(sorted);
        });
    }
}
