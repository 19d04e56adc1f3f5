package dev.agentpost.mail.mailaccess.imap;

import dev.agentpost.mail.folder.FolderRules;
import dev.agentpost.mail.folder.FolderTree;
import java.util.List;
import javax.inject.Inject;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.exception.SubscriptionException;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.search.MailboxQuery;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The names of the folders and subscriptions of an inbox, on a thread that may block. Safe for use by many threads. */
final class InboxFolderNames {
    private final FolderRules rules;
    private final MailboxManager mailboxes;
    private final SubscriptionManager subscriptions;

    @Inject
    InboxFolderNames(FolderRules rules, MailboxManager mailboxes, SubscriptionManager subscriptions) {
        this.rules = rules;
        this.mailboxes = mailboxes;
        this.subscriptions = subscriptions;
    }

    Mono<FolderTree> tree(MailboxSession session) {
        MailboxQuery everything = MailboxQuery.privateMailboxesBuilder(session)
                .matchesAllMailboxNames()
                .build();
        return Flux.defer(() -> mailboxes.search(everything, session))
                .map(found -> found.getPath().getName())
                .collectList()
                .map(names -> new FolderTree(rules.aliases(), names))
                .publishOn(Schedulers.boundedElastic());
    }

    Mono<List<String>> subscriptions(MailboxSession session) {
        return Flux.defer(() -> subscribed(session))
                .map(MailboxPath::getName)
                .collectList()
                .publishOn(Schedulers.boundedElastic());
    }

    private Flux<MailboxPath> subscribed(MailboxSession session) {
        try {
            return Flux.from(subscriptions.subscriptionsReactive(session));
        } catch (SubscriptionException e) {
            return Flux.error(e);
        }
    }
}
