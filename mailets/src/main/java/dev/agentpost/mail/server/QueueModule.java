package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import dev.agentpost.mail.queue.activemq.EmbeddedBroker;
import dev.agentpost.mail.queue.activemq.EmbeddedMailQueueFactory;
import dev.agentpost.mail.queue.activemq.EmbeddedQueueHealthCheck;
import java.nio.file.Path;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueItemDecoratorFactory;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;

/** The mail queues of a single node: an embedded broker with its journal in one folder. */
public final class QueueModule extends AbstractModule {
    private final Path folder;

    public QueueModule(Path folder) {
        this.folder = folder;
    }

    @Override
    protected void configure() {
        bind(MailQueueItemDecoratorFactory.class)
                .to(RawMailQueueItemDecoratorFactory.class)
                .in(Scopes.SINGLETON);
        bind(EmbeddedMailQueueFactory.class).in(Scopes.SINGLETON);
        Multibinder.newSetBinder(binder(), HealthCheck.class).addBinding().to(EmbeddedQueueHealthCheck.class);
    }

    @Provides
    @Singleton
    EmbeddedBroker broker() {
        return EmbeddedBroker.start(folder);
    }

    // James asks for the factory under four types.

    @Provides
    @Singleton
    MailQueueFactory<ManageableMailQueue> manageableQueues(EmbeddedMailQueueFactory factory) {
        return factory;
    }

    @Provides
    @Singleton
    MailQueueFactory<? extends ManageableMailQueue> anyManageableQueues(EmbeddedMailQueueFactory factory) {
        return factory;
    }

    @Provides
    @Singleton
    MailQueueFactory<? extends MailQueue> anyQueues(EmbeddedMailQueueFactory factory) {
        return factory;
    }

    @Provides
    @Singleton
    MailQueueFactory<?> queues(EmbeddedMailQueueFactory factory) {
        return factory;
    }
}
