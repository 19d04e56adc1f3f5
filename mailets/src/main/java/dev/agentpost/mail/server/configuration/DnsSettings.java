package dev.agentpost.mail.server.configuration;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import java.net.InetSocketAddress;
import java.util.List;

/** @param servers asked in this order; empty: those of the operating system */
public record DnsSettings(List<InetSocketAddress> servers) {
    private static final int DEFAULT_PORT = 53;

    public DnsSettings {
        servers = List.copyOf(servers);
    }

    static DnsSettings from(Environment environment) {
        return new DnsSettings(environment.list(
                Setting.DNS_SERVERS,
                DnsSettings::server,
                "IP addresses, IPv4:port or [IPv6]:port between commas are expected"));
    }

    private static InetSocketAddress server(String value) {
        HostAndPort server = HostAndPort.fromString(value).withDefaultPort(DEFAULT_PORT);
        return new InetSocketAddress(InetAddresses.forString(server.getHost()), server.getPort());
    }
}
