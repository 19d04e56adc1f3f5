package dev.agentpost.mail.mailboxstore;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The names of folders. A name leads to one folder and a folder has one name, whatever happens at once or half-way: the
 * names of an owner change in single steps. Names that differ in case only cannot both be given, but a folder is found by
 * its name as it is spelled.
 */
public interface FolderStore {
    enum Renaming {
        RENAMED,
        NAME_TAKEN,
        GONE
    }

    /**
     * Gives the folder its name. Again with the same folder, changes nothing.
     *
     * @return false when another folder has the name, maybe spelled otherwise
     */
    Mono<Boolean> create(Folder folder);

    /** From whatever name it has to this one, of the same owner; also to another spelling of the same name. */
    Mono<Renaming> rename(FolderId id, String newName);

    /** From here on the folder is not found any more, neither by name nor by id; again, changes nothing. */
    Mono<Void> releaseName(FolderId id);

    /** Removes what {@link #create} left beside the name: the last step of a deletion. */
    Mono<Void> forget(FolderId id);

    Mono<Folder> find(FolderId id);

    Mono<Folder> find(String owner, String name);

    /** Ascending by name. */
    Flux<Folder> list(String owner);

    /** Of all owners, in no order: reads everything. */
    Flux<Folder> listAll();
}
