package dev.agentpost.mail.mailauthentication;

import com.google.common.net.InetAddresses;
import dev.agentpost.mail.core.MessageHeader;
import dev.agentpost.mail.dns.DnsResolver;
import dev.agentpost.mail.dns.dnsjava.DnsConfiguration;
import dev.agentpost.mail.dns.dnsjava.DnsjavaResolver;
import dev.agentpost.mail.peers.TestDnsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A DNS server on loopback, the resolver that asks it, and messages. */
public final class AuthenticationFixture implements BeforeEachCallback, AfterEachCallback {
    public TestDnsServer dns;
    public DnsResolver resolver;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        dns = TestDnsServer.start();
        resolver = new DnsjavaResolver(
                new DnsConfiguration(List.of(dns.address()), Duration.ofSeconds(6), Duration.ofSeconds(2)));
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        dns.close();
    }

    public static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(20));
    }

    /** With this message, header and body. */
    public static CheckedMessage message(String client, String hello, Optional<String> sender, byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n") + "\r\n".length();
        byte[] section = Arrays.copyOf(content, end);
        byte[] body = Arrays.copyOfRange(content, end + "\r\n".length(), content.length);
        return new CheckedMessage(
                InetAddresses.forString(client),
                hello,
                sender,
                section,
                MessageHeader.parse(section).orElseThrow(),
                () -> new ByteArrayInputStream(body));
    }

    public static CheckedMessage from(String client, String hello, String sender) {
        return message(
                client,
                hello,
                Optional.of(sender).filter(address -> !address.isEmpty()),
                "From: a@example.com\r\n\r\nHi\r\n".getBytes(StandardCharsets.US_ASCII));
    }
}
