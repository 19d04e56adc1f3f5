package dev.agentpost.mail.dns.dnsjava;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * @param servers asked in this order, the next when one does not answer; empty: those of the operating system
 * @param timeout of one look-up, with all its servers, tries and aliases
 * @param serverTimeout of one question to one server
 */
public record DnsConfiguration(List<InetSocketAddress> servers, Duration timeout, Duration serverTimeout) {
    public static final Duration TIMEOUT = Duration.ofSeconds(5);
    public static final Duration SERVER_TIMEOUT = Duration.ofMillis(1_500);

    public DnsConfiguration {
        servers = List.copyOf(servers);
    }

    public static DnsConfiguration of(List<InetSocketAddress> servers) {
        return new DnsConfiguration(servers, TIMEOUT, SERVER_TIMEOUT);
    }
}
