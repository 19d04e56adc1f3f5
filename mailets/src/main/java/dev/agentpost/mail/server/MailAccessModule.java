package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.agentpost.mail.mailaccess.imap.AccessGate;
import dev.agentpost.mail.mailaccess.imap.AgentPostImapPackage;
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

/** Overrides James's IMAPServerModule: our commands, our gate in front of them, our server around them. */
public final class MailAccessModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(ImapPackage.class).to(AgentPostImapPackage.class);
    }

    @Provides
    ImapProcessor gate(DefaultProcessor processors) {
        return new AccessGate(processors);
    }

    @Provides
    ImapDecoder decoder(ImapCommandParserFactory parsers) {
        return new InboxImapDecoder(parsers);
    }

    @Provides
    @Singleton
    IMAPServerFactory servers(
            FileSystem fileSystem,
            Provider<ImapDecoder> decoder,
            Provider<ImapEncoder> encoder,
            Provider<ImapProcessor> processor,
            MetricFactory metrics,
            GaugeRegistry gauges) {
        return new InboxImapServerFactory(fileSystem, decoder, encoder, processor, metrics, gauges);
    }
}
