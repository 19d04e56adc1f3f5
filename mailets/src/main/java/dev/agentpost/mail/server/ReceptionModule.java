package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.agentpost.mail.mailboxstore.PeriodicWork;
import dev.agentpost.mail.reception.Recipients;
import dev.agentpost.mail.reception.james.OperatorMailExpiry;
import dev.agentpost.mail.reception.smtp.ReceptionJournal;
import dev.agentpost.mail.reception.smtp.ReceptionServerFactory;
import java.time.Clock;
import org.apache.james.mailrepository.api.MailRepositoryStore;
import org.apache.james.mailrepository.api.MailRepositoryUrl;
import org.apache.james.protocols.lib.netty.AbstractServerFactory;
import org.apache.james.protocols.lib.netty.CertificateReloadable;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.utils.InitilizationOperationBuilder;

/** The listener for mail from the world. */
public final class ReceptionModule extends AbstractModule {

    /** Where mailetcontainer.xml has mail for the operator kept. */
    private static final MailRepositoryUrl POSTMASTER =
            MailRepositoryUrl.from(MailRepositoryModule.PROTOCOL + "://postmaster/");

    @Override
    protected void configure() {
        bind(Recipients.class).in(Scopes.SINGLETON);
        bind(ReceptionJournal.class).in(Scopes.SINGLETON);
        bind(ReceptionServerFactory.class).in(Scopes.SINGLETON);
        Multibinder.newSetBinder(binder(), CertificateReloadable.Factory.class)
                .addBinding()
                .to(ReceptionServerFactory.class);
        Multibinder.newSetBinder(binder(), AbstractServerFactory.class)
                .addBinding()
                .to(ReceptionServerFactory.class);
    }

    @ProvidesIntoSet
    PeriodicWork upkeep(MailRepositoryStore repositories, Clock clock) {
        return new OperatorMailExpiry(repositories, POSTMASTER, clock).asUpkeep();
    }

    @ProvidesIntoSet
    InitializationOperation listen(ConfigurationProvider configurations, ReceptionServerFactory servers) {
        return InitilizationOperationBuilder.forClass(ReceptionServerFactory.class)
                .init(() -> {
                    servers.configure(configurations.getConfiguration("mxserver"));
                    servers.init();
                });
    }
}
