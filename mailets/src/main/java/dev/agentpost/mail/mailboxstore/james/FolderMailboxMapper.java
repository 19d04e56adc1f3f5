package dev.agentpost.mail.mailboxstore.james;

import static dev.agentpost.mail.mailboxstore.james.FolderMailboxId.folderOf;

import dev.agentpost.mail.mailboxstore.Folder;
import dev.agentpost.mail.mailboxstore.FolderStore;
import dev.agentpost.mail.mailboxstore.FolderStore.Renaming;
import dev.agentpost.mail.mailboxstore.Folders;
import org.apache.james.core.Username;
import org.apache.james.mailbox.acl.ACLDiff;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.Right;
import org.apache.james.mailbox.model.MailboxConstants;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.UidValidity;
import org.apache.james.mailbox.model.search.MailboxQuery;
import org.apache.james.mailbox.store.mail.MailboxMapper;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Folders as James's mailboxes, of which none is shared. All that is emitted, is on a
 * thread that may block. Safe for use by many threads.
 */
public final class FolderMailboxMapper implements MailboxMapper {
    private static final char NAMESPACE_END = ' ';

    private final FolderStore names;
    private final Folders folders;

    public FolderMailboxMapper(FolderStore names, Folders folders) {
        this.names = names;
        this.folders = folders;
    }

    @Override
    public Mono<Mailbox> create(MailboxPath path, UidValidity uidValidity) {
        return folders.create(owner(path.getNamespace(), path.getUser()), path.getName(), uidValidity.asLong())
                .map(FolderMailboxMapper::mailbox)
                .switchIfEmpty(Mono.error(() -> new MailboxExistsException(path.asString())))
                .publishOn(Schedulers.boundedElastic());
    }

    /** Of another namespace than the private one, which no protocol of ours offers, with the namespace in front. */
    private static String owner(String namespace, Username user) {
        return namespace.equals(MailboxConstants.USER_NAMESPACE)
                ? user.asString()
                : namespace + NAMESPACE_END + user.asString();
    }

    static Folder folder(Mailbox mailbox) {
        return new Folder(
                folderOf(mailbox.getMailboxId()),
                owner(mailbox.getNamespace(), mailbox.getUser()),
                mailbox.getName(),
                mailbox.getUidValidity().asLong());
    }

    static Mailbox mailbox(Folder folder) {
        int end = folder.owner().indexOf(NAMESPACE_END);
        String namespace =
                end < 0 ? MailboxConstants.USER_NAMESPACE : folder.owner().substring(0, end);
        Username user = Username.of(folder.owner().substring(end + 1));
        return new Mailbox(
                new MailboxPath(namespace, user, folder.name()),
                UidValidity.of(folder.uidValidity()),
                new FolderMailboxId(folder.id()));
    }

    @Override
    public Mono<MailboxId> rename(Mailbox mailbox) {
        return findMailboxById(mailbox.getMailboxId())
                .flatMap(found -> rename(found, mailbox.generateAssociatedPath()))
                .publishOn(Schedulers.boundedElastic())
                .flatMap(renaming -> switch (renaming) {
                    case RENAMED -> Mono.just(mailbox.getMailboxId());
                    case NAME_TAKEN ->
                        Mono.error(new MailboxExistsException(
                                mailbox.generateAssociatedPath().asString()));
                    case GONE -> Mono.error(new MailboxNotFoundException(mailbox.getMailboxId()));
                });
    }

    private Mono<Renaming> rename(Mailbox mailbox, MailboxPath path) {
        if (mailbox.generateAssociatedPath().equals(path)) {
            return Mono.just(Renaming.NAME_TAKEN);
        }
        if (!mailbox.getUser().equals(path.getUser()) || !mailbox.getNamespace().equals(path.getNamespace())) {
            return Mono.error(new UnsupportedOperationException("a folder stays with its owner"));
        }
        return names.rename(folderOf(mailbox.getMailboxId()), path.getName());
    }

    @Override
    public Mono<Void> delete(Mailbox mailbox) {
        return folders.delete(folderOf(mailbox.getMailboxId())).publishOn(Schedulers.boundedElastic());
    }

    @Override
    public Mono<Mailbox> findMailboxByPath(MailboxPath path) {
        return names.find(owner(path.getNamespace(), path.getUser()), path.getName())
                .map(FolderMailboxMapper::mailbox)
                .publishOn(Schedulers.boundedElastic());
    }

    @Override
    public Mono<Mailbox> findMailboxById(MailboxId id) {
        return names.find(folderOf(id))
                .map(FolderMailboxMapper::mailbox)
                .switchIfEmpty(Mono.error(() -> new MailboxNotFoundException(id)))
                .publishOn(Schedulers.boundedElastic());
    }

    @Override
    public Flux<Mailbox> findNonPersonalMailboxes(Username user, Right right) {
        return Flux.empty();
    }

    @Override
    public Flux<Mailbox> findMailboxWithPathLike(MailboxQuery.UserBound query) {
        return names.list(owner(query.getFixedNamespace(), query.getFixedUser()))
                .map(FolderMailboxMapper::mailbox)
                .filter(mailbox -> query.isPathMatch(mailbox.generateAssociatedPath()))
                .publishOn(Schedulers.boundedElastic());
    }

    @Override
    public Mono<Boolean> hasChildren(Mailbox mailbox, char delimiter) {
        return names.list(owner(mailbox.getNamespace(), mailbox.getUser()))
                .any(folder -> folder.name().startsWith(mailbox.getName() + delimiter))
                .publishOn(Schedulers.boundedElastic());
    }

    @Override
    public Flux<Mailbox> list() {
        return names.listAll().map(FolderMailboxMapper::mailbox).publishOn(Schedulers.boundedElastic());
    }

    @Override
    public Mono<ACLDiff> updateACL(Mailbox mailbox, MailboxACL.ACLCommand command) {
        return noSharing();
    }

    @Override
    public Mono<ACLDiff> setACL(Mailbox mailbox, MailboxACL acl) {
        return noSharing();
    }

    private static <T> Mono<T> noSharing() {
        return Mono.error(new UnsupportedOperationException("a folder is its owner's alone"));
    }
}
