package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import dev.agentpost.mail.dns.DnsResolver;
import dev.agentpost.mail.dns.dnsjava.DnsConfiguration;
import dev.agentpost.mail.dns.dnsjava.DnsjavaResolver;
import dev.agentpost.mail.domain.RecordChecks;
import dev.agentpost.mail.server.configuration.DnsSettings;

/** Look-ups in the DNS, other than those of James's classes. */
public final class DnsModule extends AbstractModule {
    private final DnsSettings settings;

    DnsModule(DnsSettings settings) {
        this.settings = settings;
    }

    @Override
    protected void configure() {
        DnsConfiguration configuration = DnsConfiguration.of(settings.servers());
        bind(DnsResolver.class).toInstance(new DnsjavaResolver(configuration));
        bind(RecordChecks.class).toInstance(new RecordChecks(DnsjavaResolver.remembersNothing(configuration)));
    }
}
