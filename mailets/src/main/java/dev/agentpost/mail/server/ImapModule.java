package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.Singleton;
import dev.agentpost.mail.login.imap.ImapLogin;
import dev.agentpost.mail.mailaccess.imap.AccessGate;
import dev.agentpost.mail.mailaccess.imap.AgentPostImapPackage;
import dev.agentpost.mail.mailaccess.imap.ExistingStatusProcessor;
import dev.agentpost.mail.mailaccess.imap.FolderRequests;
import dev.agentpost.mail.mailaccess.imap.InboxImapDecoder;
import dev.agentpost.mail.mailaccess.imap.InboxImapServerFactory;
import javax.inject.Provider;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.decode.ImapCommandParserFactory;
import org.apache.james.imap.decode.ImapDecoder;
import org.apache.james.imap.encode.ImapEncoder;
import org.apache.james.imap.processor.DefaultProcessor;
import org.apache.james.imapserver.netty.IMAPServerFactory;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.modules.protocols.ImapPackage;

/** The IMAP server; installed over James's IMAPServerModule, parts of which it replaces. */
public final class ImapModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(ImapLogin.class).in(Scopes.SINGLETON);
        // James configures the one that answers STATUS, and LIST asks it too.
        bind(ExistingStatusProcessor.class).in(Scopes.SINGLETON);
        bind(ImapPackage.class).to(AgentPostImapPackage.class).in(Scopes.SINGLETON);
    }

    @Provides
    ImapProcessor processor(DefaultProcessor james, FolderRequests folders) {
        return new AccessGate(james, folders);
    }

    @Provides
    ImapDecoder decoder(ImapCommandParserFactory parsers) {
        return new InboxImapDecoder(parsers);
    }

    @Provides
    @Singleton
    IMAPServerFactory serverFactory(
            FileSystem fileSystem,
            Provider<ImapDecoder> decoder,
            Provider<ImapEncoder> encoder,
            Provider<ImapProcessor> processor,
            MetricFactory metricFactory,
            GaugeRegistry gaugeRegistry) {
        return new InboxImapServerFactory(fileSystem, decoder, encoder, processor, metricFactory, gaugeRegistry);
    }
}
