package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.agentpost.mail.submission.InboxRecipientDirectory;
import dev.agentpost.mail.submission.RecipientDirectory;
import dev.agentpost.mail.submission.StorageQuota;
import dev.agentpost.mail.submission.james.JamesStorageQuota;
import dev.agentpost.mail.submission.smtp.SubmissionJournal;
import dev.agentpost.mail.submission.smtp.SubmissionServerFactory;
import org.apache.james.protocols.lib.netty.AbstractServerFactory;
import org.apache.james.protocols.lib.netty.CertificateReloadable;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.utils.InitilizationOperationBuilder;

/** The SMTPS listener, in place of James's SMTPServerModule with its stock handlers and SPF resolver. */
public final class SubmissionModule extends AbstractModule {
    @Override
    protected void configure() {
        bind(RecipientDirectory.class).to(InboxRecipientDirectory.class).in(Scopes.SINGLETON);
        bind(StorageQuota.class).to(JamesStorageQuota.class).in(Scopes.SINGLETON);
        bind(SubmissionJournal.class).in(Scopes.SINGLETON);
        bind(SubmissionServerFactory.class).in(Scopes.SINGLETON);
        Multibinder.newSetBinder(binder(), CertificateReloadable.Factory.class)
                .addBinding()
                .to(SubmissionServerFactory.class);
        Multibinder.newSetBinder(binder(), AbstractServerFactory.class)
                .addBinding()
                .to(SubmissionServerFactory.class);
    }

    @ProvidesIntoSet
    InitializationOperation listen(ConfigurationProvider configurations, SubmissionServerFactory servers) {
        return InitilizationOperationBuilder.forClass(SubmissionServerFactory.class)
                .init(() -> {
                    servers.configure(configurations.getConfiguration("smtpserver"));
                    servers.init();
                });
    }
}
