package dev.agentpost.mail.mailboxstore.james;

import dev.agentpost.mail.mailboxstore.SubscriptionStore;
import java.util.List;
import org.apache.james.core.Username;
import org.apache.james.mailbox.store.user.SubscriptionMapper;
import org.apache.james.mailbox.store.user.model.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** All that is emitted, is on a thread that may block. Safe for use by many threads. */
public final class FolderSubscriptionMapper implements SubscriptionMapper {
    private final SubscriptionStore subscriptions;

    public FolderSubscriptionMapper(SubscriptionStore subscriptions) {
        this.subscriptions = subscriptions;
    }

    @Override
    public void save(Subscription subscription) {
        saveReactive(subscription).block();
    }

    @Override
    public Mono<Void> saveReactive(Subscription subscription) {
        return subscriptions
                .save(subscription.getUser().asString(), subscription.getMailbox())
                .publishOn(Schedulers.boundedElastic());
    }

    @Override
    public List<Subscription> findSubscriptionsForUser(Username user) {
        return findSubscriptionsForUserReactive(user).collectList().block();
    }

    @Override
    public Flux<Subscription> findSubscriptionsForUserReactive(Username user) {
        return subscriptions
                .list(user.asString())
                .map(name -> new Subscription(user, name))
                .publishOn(Schedulers.boundedElastic());
    }

    @Override
    public void delete(Subscription subscription) {
        deleteReactive(subscription).block();
    }

    @Override
    public Mono<Void> deleteReactive(Subscription subscription) {
        return subscriptions
                .delete(subscription.getUser().asString(), subscription.getMailbox())
                .publishOn(Schedulers.boundedElastic());
    }
}
