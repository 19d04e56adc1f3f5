package dev.agentpost.mail.mailboxstore.james;

import dev.agentpost.mail.mailboxstore.Folder;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.FolderStore;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The owners of one test in a store that tests share. */
record ScopedFolderStore(FolderStore all, String scope) implements FolderStore {
    private Folder out(Folder folder) {
        return new Folder(folder.id(), scope + folder.owner(), folder.name(), folder.uidValidity());
    }

    private Folder in(Folder folder) {
        return new Folder(folder.id(), folder.owner().substring(scope.length()), folder.name(), folder.uidValidity());
    }

    @Override
    public Mono<Boolean> create(Folder folder) {
        return all.create(out(folder));
    }

    @Override
    public Mono<Renaming> rename(FolderId id, String newName) {
        return all.rename(id, newName);
    }

    @Override
    public Mono<Void> releaseName(FolderId id) {
        return all.releaseName(id);
    }

    @Override
    public Mono<Void> forget(FolderId id) {
        return all.forget(id);
    }

    @Override
    public Mono<Folder> find(FolderId id) {
        return all.find(id).map(this::in);
    }

    @Override
    public Mono<Folder> find(String owner, String name) {
        return all.find(scope + owner, name).map(this::in);
    }

    @Override
    public Flux<Folder> list(String owner) {
        return all.list(scope + owner).map(this::in);
    }

    @Override
    public Flux<Folder> listAll() {
        return all.listAll().filter(folder -> folder.owner().startsWith(scope)).map(this::in);
    }
}
