package dev.agentpost.mail.mailboxstore;

import java.util.function.Function;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/**
 * Makes folders and removes them, names and messages together. A folder can take messages before it has its name, and
 * has lost its name before its messages go: so a name that leads to nothing cannot be. What is interrupted in between
 * leaves a folder that nobody finds.
 */
public final class Folders {
    private final FolderStore names;
    private final FolderMessages messages;
    private final AnnotationStore annotations;
    private final Function<FolderId, Mono<Void>> emptying;

    @Inject
    public Folders(FolderStore names, FolderMessages messages, AnnotationStore annotations, MessageFiling filing) {
        this.names = names;
        this.messages = messages;
        this.annotations = annotations;
        this.emptying = filing::delete;
    }

    /** Empty when the owner has a folder of that name. */
    public Mono<Folder> create(String owner, String name, long uidValidity) {
        return Mono.defer(() -> {
            Folder folder = new Folder(FolderId.generate(), owner, name, uidValidity);
            return messages.create(folder.id(), uidValidity)
                    .then(names.create(folder))
                    .flatMap(named -> named
                            ? Mono.just(folder)
                            : removeContents(folder.id()).then(Mono.empty()));
        });
    }

    /** With all in it; again, changes nothing. */
    public Mono<Void> delete(FolderId id) {
        return names.releaseName(id).then(removeContents(id));
    }

    private Mono<Void> removeContents(FolderId id) {
        return Mono.defer(() -> emptying.apply(id))
                .then(Mono.defer(() -> annotations.deleteAll(id)))
                .then(Mono.defer(() -> names.forget(id)));
    }
}
