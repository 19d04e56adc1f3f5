package dev.agentpost.mail.folder.james;

import dev.agentpost.mail.folder.SystemFolder;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxMailboxes;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.search.MailboxQuery;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The folders of an inbox as mailboxes of James. */
public final class JamesInboxMailboxes implements InboxMailboxes {
    private final MailboxManager mailboxes;
    private final SubscriptionManager subscriptions;

    @Inject
    public JamesInboxMailboxes(MailboxManager mailboxes, SubscriptionManager subscriptions) {
        this.mailboxes = mailboxes;
        this.subscriptions = subscriptions;
    }

    @Override
    public Mono<Void> provision(InboxAddress email) {
        MailboxSession session = session(email);
        return Flux.fromArray(SystemFolder.values())
                .map(folder -> MailboxPath.forUser(session.getUser(), folder.folderName()))
                .concatMap(path -> createUnlessThere(path, session))
                .then()
                .doFinally(signal -> mailboxes.endProcessingRequest(session));
    }

    private Mono<Void> createUnlessThere(MailboxPath path, MailboxSession session) {
        return Mono.from(mailboxes.mailboxExists(path, session))
                .flatMap(exists -> exists ? Mono.empty() : create(path, session));
    }

    private Mono<Void> create(MailboxPath path, MailboxSession session) {
        return Mono.from(
                        mailboxes.createMailboxReactive(path, MailboxManager.CreateOption.CREATE_SUBSCRIPTION, session))
                .then()
                // Another login or node was faster; its creation subscribes as well.
                .onErrorResume(MailboxExistsException.class, made -> Mono.empty())
                .subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public Mono<Void> delete(InboxAddress email, Mono<Boolean> isHeld) {
        MailboxSession session = session(email);
        return mailboxes
                .search(
                        MailboxQuery.privateMailboxesBuilder(session)
                                .matchesAllMailboxNames()
                                .build(),
                        session)
                .collectList()
                .filterWhen(found -> isHeld)
                .flatMapIterable(found -> found)
                .concatMap(found -> Mono.fromCallable(() -> mailboxes.deleteMailbox(found.getId(), session))
                        .onErrorResume(MailboxNotFoundException.class, gone -> Mono.empty())
                        .subscribeOn(Schedulers.boundedElastic()))
                .then(unsubscribeFromAll(session, isHeld))
                .doFinally(signal -> mailboxes.endProcessingRequest(session));
    }

    private Mono<Void> unsubscribeFromAll(MailboxSession session, Mono<Boolean> isHeld) {
        return Mono.defer(() -> {
                    try {
                        return Flux.from(subscriptions.subscriptionsReactive(session))
                                .collectList()
                                .filterWhen(found -> isHeld)
                                .flatMapIterable(found -> found)
                                .concatMap(path -> subscriptions.unsubscribeReactive(path, session))
                                .then();
                    } catch (org.apache.james.mailbox.exception.SubscriptionException e) {
                        return Mono.error(e);
                    }
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    private MailboxSession session(InboxAddress email) {
        return mailboxes.createSystemSession(Username.of(email.asString()));
    }
}
