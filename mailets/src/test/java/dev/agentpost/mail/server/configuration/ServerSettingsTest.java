package dev.agentpost.mail.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import dev.agentpost.mail.folder.ExpungeMode;
import dev.agentpost.mail.outbound.RetrySchedule;
import dev.agentpost.mail.outbound.smtp.TargetPolicy;
import dev.agentpost.mail.ratelimit.SendLimit;
import dev.agentpost.mail.ratelimit.SendLimitDefaults;
import dev.agentpost.mail.ratelimit.SendWindow;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSettingsTest {
    private static final long GIBIBYTE = 1_073_741_824L;

    @Test
    void defaultsShouldBeThoseOfAServerOnLoopback() {
        ServerSettings settings = ServerSettings.from(Map.of());

        assertThat(settings)
                .isEqualTo(new ServerSettings(
                        new ListenerSettings("127.0.0.1", 10_465, 10_993, 10_025, 8_000, 8_080, ApiTls.FALSE),
                        new PublicSettings("localhost", 10_465, 10_993, 443, "shared.localhost"),
                        new TlsSettings(Optional.empty(), List.of()),
                        new CassandraSettings(
                                List.of(),
                                "datacenter1",
                                "agentpost",
                                1,
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                Optional.empty(),
                                Duration.ofMinutes(2),
                                false),
                        new LimitSettings(73_400_320, 5 * GIBIBYTE, 100, SendLimitDefaults.SHIPPED),
                        new FolderSettings(true),
                        new TrashSettings(ExpungeMode.TRASH, Duration.ofDays(30)),
                        new HeapSettings(Optional.empty(), Optional.empty()),
                        new DnsSettings(List.of()),
                        new OutboundSettings(
                                OutboundMode.SINK, Optional.empty(), 25, TargetPolicy.PUBLIC, RetrySchedule.DEFAULT, 5),
                        "report",
                        "text",
                        Duration.ofDays(90),
                        Optional.empty()));
        assertThat(settings.cassandra().isEmbedded()).isTrue();
    }

    @Test
    void everyKeyShouldBeTaken() {
        Map<String, String> all = everyKey();

        ServerSettings settings = ServerSettings.from(all);

        assertThat(all.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Setting.values()).map(Setting::name).toList());
        assertThat(settings)
                .isEqualTo(new ServerSettings(
                        new ListenerSettings("0.0.0.0", 465, 993, 25, 8001, 8081, ApiTls.PROXY),
                        new PublicSettings("mail.example.org", 1465, 1993, 8443, "shared.example.org"),
                        new TlsSettings(
                                Optional.of(new TlsSettings.OperatorFiles(
                                        Path.of("/etc/tls/chain.pem"), Path.of("/etc/tls/key.pem"))),
                                List.of("smtp.example.org", "192.0.2.1")),
                        new CassandraSettings(
                                List.of(
                                        HostAndPort.fromParts("node1", 9042),
                                        HostAndPort.fromParts("2001:db8::1", 9999)),
                                "dc1",
                                "mail",
                                3,
                                Optional.of("james"),
                                Optional.of(Path.of("/run/secrets/cassandra")),
                                true,
                                Optional.of(Path.of("/etc/cassandra-ca.pem")),
                                Duration.ofSeconds(300),
                                true),
                        new LimitSettings(
                                10_000_000,
                                GIBIBYTE,
                                50,
                                new SendLimitDefaults(
                                        SendLimit.NONE,
                                        SendLimit.of(new SendWindow(5, 60)),
                                        SendLimit.of(new SendWindow(10, 60), new SendWindow(50, 3_600)))),
                        new FolderSettings(false),
                        new TrashSettings(ExpungeMode.DELETE, Duration.ofDays(7)),
                        new HeapSettings(Optional.of(768), Optional.of(1024)),
                        new DnsSettings(List.of(
                                new InetSocketAddress(InetAddresses.forString("192.0.2.53"), 53),
                                new InetSocketAddress(InetAddresses.forString("2001:db8::53"), 5353))),
                        new OutboundSettings(
                                OutboundMode.SMARTHOST,
                                Optional.of(new SmarthostSettings(
                                        "relay.example.org",
                                        465,
                                        true,
                                        Optional.of("agent"),
                                        Optional.empty(),
                                        Optional.of(Path.of("/run/secrets/relay")),
                                        Optional.of(Path.of("/etc/relay-ca.pem")))),
                                2525,
                                TargetPolicy.LOOPBACK,
                                new RetrySchedule(
                                        List.of(Duration.ofSeconds(60), Duration.ofSeconds(600)),
                                        Duration.ofDays(1),
                                        Optional.of(Duration.ofHours(2))),
                                20),
                        "honour",
                        "json",
                        Duration.ofDays(365),
                        Optional.of(Path.of("/run/secrets/admin"))));
        assertThat(settings.cassandra().isEmbedded()).isFalse();
    }

    private static Map<String, String> everyKey() {
        Map<String, String> all = new HashMap<>();
        all.put("SMTPS_PORT", "465");
        all.put("IMAPS_PORT", "993");
        all.put("MX_PORT", "25");
        all.put("WEBADMIN_PORT", "8001");
        all.put("API_PORT", "8081");
        all.put("API_TLS", "proxy");
        all.put("BIND_ADDRESS", "0.0.0.0");
        all.put("PUBLIC_HOST", "Mail.example.org");
        all.put("PUBLIC_SMTPS_PORT", "1465");
        all.put("PUBLIC_IMAPS_PORT", "1993");
        all.put("PUBLIC_API_PORT", "8443");
        all.put("SHARED_DOMAIN", "Shared.example.org");
        all.put("TLS_CERTIFICATE", "/etc/tls/chain.pem");
        all.put("TLS_PRIVATE_KEY", "/etc/tls/key.pem");
        all.put("TLS_SANS", "smtp.example.org, 192.0.2.1");
        all.put("MAX_MESSAGE_BYTES", "10000000");
        all.put("QUOTA_BYTES", "1073741824");
        all.put("MAX_RECIPIENTS", "50");
        all.put("INBOX_SEND_LIMITS", "none");
        all.put("API_KEY_SEND_LIMITS", "5/60");
        all.put("ORGANIZATION_SEND_LIMITS", "50/3600, 10/60");
        all.put("FOLDER_CREATION", "false");
        all.put("EXPUNGE", "delete");
        all.put("TRASH_RETENTION_DAYS", "7");
        all.put("CASSANDRA_CONTACT_POINTS", "node1,[2001:db8::1]:9999");
        all.put("CASSANDRA_DATACENTER", "dc1");
        all.put("CASSANDRA_KEYSPACE", "mail");
        all.put("CASSANDRA_REPLICATION_FACTOR", "3");
        all.put("CASSANDRA_USERNAME", "james");
        all.put("CASSANDRA_PASSWORD_FILE", "/run/secrets/cassandra");
        all.put("CASSANDRA_TLS", "true");
        all.put("CASSANDRA_TLS_CA", "/etc/cassandra-ca.pem");
        all.put("CASSANDRA_WAIT_SECONDS", "300");
        all.put("ALLOW_PERIODIC_COMMITLOG", "true");
        all.put("SERVER_HEAP", "768m");
        all.put("CASSANDRA_HEAP", "1G");
        all.put("DNS_SERVERS", "192.0.2.53,[2001:db8::53]:5353");
        all.put("OUTBOUND_MODE", "smarthost");
        all.put("OUTBOUND_PORT", "2525");
        all.put("OUTBOUND_TARGETS", "loopback");
        all.put("OUTBOUND_RETRY_SECONDS", "60, 600");
        all.put("OUTBOUND_EXPIRE_SECONDS", "86400");
        all.put("OUTBOUND_DELAY_REPORT_SECONDS", "7200");
        all.put("OUTBOUND_CONNECTIONS", "20");
        all.put("SMARTHOST_URL", "smtps://agent@Relay.example.org");
        all.put("SMARTHOST_PASSWORD_FILE", "/run/secrets/relay");
        all.put("SMARTHOST_CA", "/etc/relay-ca.pem");
        all.put("DMARC_POLICY", "honour");
        all.put("LOG_FORMAT", "json");
        all.put("AUDIT_RETENTION_DAYS", "365");
        all.put("AGENTPOST_API_KEY", "ap_sk_of_the_command_export");
        all.put("ADMIN_TOKEN_FILE", "/run/secrets/admin");
        return all;
    }

    @ParameterizedTest
    @CsvSource({
        "smtp://relay.example.org,25",
        "smtp://relay.example.org:2525,2525",
        "smtp://user:secret@relay.example.org,587",
        "smtps://user:secret@relay.example.org,465",
        "smtps://[2001:db8::1],465"
    })
    void smarthostShouldHaveThePortOfItsKind(String url, int port) {
        SmarthostSettings smarthost = ServerSettings.from(Map.of("OUTBOUND_MODE", "smarthost", "SMARTHOST_URL", url))
                .outbound()
                .smarthost()
                .orElseThrow();

        assertThat(smarthost.port()).isEqualTo(port);
        assertThat(smarthost.toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "relay.example.org",
                "https://relay.example.org",
                "smtp://:secret",
                "smtp://user@relay.example.org",
                "smtp://relay.example.org/secret"
            })
    void smarthostThatIsNotUnderstoodShouldStopTheStart(String url) {
        assertThatThrownBy(() -> ServerSettings.from(Map.of("OUTBOUND_MODE", "smarthost", "SMARTHOST_URL", url)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("SMARTHOST_URL")
                .hasMessageNotContaining("secret");
    }

    @Test
    void publicListenerShouldSpeakTlsOffLoopbackUnlessToldOtherwise() {
        assertThat(apiTls("0.0.0.0", "")).isEqualTo(ApiTls.TRUE);
        assertThat(apiTls("0.0.0.0", "proxy")).isEqualTo(ApiTls.PROXY);
        assertThat(apiTls("127.0.0.2", "")).isEqualTo(ApiTls.FALSE);
        assertThat(apiTls("127.0.0.1", "true")).isEqualTo(ApiTls.TRUE);
    }

    @Test
    void plainPublicListenerShouldBeRefusedOffLoopback() {
        assertThatThrownBy(() -> apiTls("192.0.2.1", "false"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("API_TLS")
                .hasMessageContaining("BIND_ADDRESS=192.0.2.1 is no loopback address")
                .hasMessageContaining("proxy (plain, behind a proxy with TLS)");
    }

    private static ApiTls apiTls(String bindAddress, String value) {
        return ServerSettings.from(Map.of("BIND_ADDRESS", bindAddress, "API_TLS", value))
                .listeners()
                .apiTls();
    }

    @Test
    void modeSmarthostShouldNeedASmarthost() {
        assertThatThrownBy(() -> ServerSettings.from(Map.of("OUTBOUND_MODE", "smarthost")))
                .hasMessageContaining("SMARTHOST_URL is not set");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SMTPS_PORT|0|a port from 1 to 65535 is expected",
                "IMAPS_PORT|65536|a port from 1 to 65535 is expected",
                "WEBADMIN_PORT|http|a port from 1 to 65535 is expected",
                "MX_PORT|-1|a port from 1 to 65535 is expected",
                "API_PORT|80 80|a port from 1 to 65535 is expected",
                "API_TLS|off|true (TLS with the server's certificate), false (plain, when BIND_ADDRESS is a loopback"
                        + " address) or proxy (plain, behind a proxy with TLS) is expected",
                "DNS_SERVERS|dns.example.org|IP addresses, IPv4:port or [IPv6]:port between commas are expected",
                "BIND_ADDRESS|::1|an IPv4 address such as 127.0.0.1 or 0.0.0.0 is expected",
                "PUBLIC_HOST|a_b|a host name such as mail.example.org, or an IP address, is expected",
                "SHARED_DOMAIN|user@example.org|a domain such as example.org is expected",
                "MAX_MESSAGE_BYTES|70M|bytes from 1024 to 1073741824 are expected",
                "QUOTA_BYTES|5G|bytes, at least 1024, are expected",
                "MAX_RECIPIENTS|0|a number from 1 to 10000 is expected",
                "INBOX_SEND_LIMITS|100|none, or max/seconds between commas, is expected",
                "API_KEY_SEND_LIMITS|0/60|none, or max/seconds between commas, is expected",
                "ORGANIZATION_SEND_LIMITS|5/60,6/60|none, or max/seconds between commas, is expected",
                "FOLDER_CREATION|off|true or false is expected",
                "EXPUNGE|never|trash or delete is expected",
                "AUDIT_RETENTION_DAYS|3651|a number of days from 1 to 3650 is expected",
                "TRASH_RETENTION_DAYS|0|a number of days from 1 to 36500 is expected",
                "CASSANDRA_CONTACT_POINTS|node:1:2|host, host:port or [IPv6]:port between commas is expected",
                "CASSANDRA_DATACENTER|a b|the name of a datacenter is expected",
                "CASSANDRA_KEYSPACE|Mail|a lower-case letter, then up to 47 lower-case letters, digits or underscores"
                        + " are expected",
                "CASSANDRA_REPLICATION_FACTOR|10|a number from 1 to 9 is expected",
                "CASSANDRA_TLS|yes|true or false is expected",
                "ALLOW_PERIODIC_COMMITLOG|1|true or false is expected",
                "SERVER_HEAP|100m|a size such as 512m or 2g, at least 128m, is expected",
                "CASSANDRA_HEAP|512|a size such as 512m or 2g, at least 128m, is expected",
                "OUTBOUND_TARGETS|private|public, any or loopback is expected",
                "OUTBOUND_RETRY_SECONDS|0|seconds from 1 to 172800 between commas are expected",
                "OUTBOUND_CONNECTIONS|0|a number from 1 to 50 is expected",
                "OUTBOUND_MODE|pigeon|sink, direct or smarthost is expected",
                "DMARC_POLICY|reject|report or honour is expected",
                "LOG_FORMAT|xml|text or json is expected"
            })
    void badValueShouldBeNamedWithItsKeyAndWhatIsAllowed(String key, String value, String allowed) {
        assertThatThrownBy(() -> ServerSettings.from(Map.of(key, value)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage(key + "=" + value + " is not allowed: " + allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "TLS_CERTIFICATE,TLS_PRIVATE_KEY",
        "TLS_PRIVATE_KEY,TLS_CERTIFICATE",
        "CASSANDRA_USERNAME,CASSANDRA_PASSWORD_FILE",
        "CASSANDRA_PASSWORD_FILE,CASSANDRA_USERNAME"
    })
    void oneOfTwoShouldBeRefusedWithoutTheOther(String set, String missing) {
        assertThatThrownBy(() -> ServerSettings.from(Map.of(set, "/file")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage(set + " is set and " + missing + " is not: both or none of them is allowed");
    }

    @Test
    void cassandraAuthorityShouldBeRefusedWithoutTls() {
        assertThatThrownBy(() -> ServerSettings.from(Map.of("CASSANDRA_TLS_CA", "/ca.pem")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("CASSANDRA_TLS_CA is set and CASSANDRA_TLS is not true");
    }

    @Test
    void twoListenersOnOnePortShouldBeRefused() {
        assertThatThrownBy(() -> ServerSettings.from(Map.of("IMAPS_PORT", "10465")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("IMAPS_PORT=10465 is not allowed: SMTPS_PORT has this port already");
    }

    @Test
    void publicPortsShouldBeThoseOfTheListenersUnlessSet() {
        ServerSettings settings = ServerSettings.from(Map.of("SMTPS_PORT", "465", "IMAPS_PORT", "993"));

        assertThat(settings.publicNames().smtpsPort()).isEqualTo(465);
        assertThat(settings.publicNames().imapsPort()).isEqualTo(993);
    }

    @Test
    void emptyVariableShouldCountAsAbsent() {
        assertThat(ServerSettings.from(Map.of("SMTPS_PORT", "", "CASSANDRA_CONTACT_POINTS", " ")))
                .isEqualTo(ServerSettings.from(Map.of()));
    }

    @Test
    void controlCharactersOfAValueShouldNotReachTheMessage() {
        assertThatThrownBy(() -> ServerSettings.from(Map.of("SMTPS_PORT", "1\n2")))
                .hasMessage("SMTPS_PORT=1?2 is not allowed: a port from 1 to 65535 is expected");
    }

    @Test
    void adminTokenFileShouldLieInTheDataFolderUnlessSet() {
        assertThat(ServerSettings.from(Map.of()).adminTokenFile(Path.of("/data")))
                .isEqualTo(Path.of("/data/admin-token"));
        assertThat(ServerSettings.from(Map.of("ADMIN_TOKEN_FILE", "/token")).adminTokenFile(Path.of("/data")))
                .isEqualTo(Path.of("/token"));
    }

    @Test
    void systemPropertiesShouldCarryWhatTheConfigurationFilesReferTo() {
        ServerSettings settings = ServerSettings.from(Map.of());

        assertThat(settings.systemProperties(
                        Path.of("/data"), Path.of("/data/tls/server.pem"), Path.of("/data/tls/server.key")))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("agentpost.data", "/data"),
                        Map.entry("agentpost.bind.address", "127.0.0.1"),
                        Map.entry("agentpost.dmarc.policy", "report"),
                        Map.entry("agentpost.mx.port", "10025"),
                        Map.entry("agentpost.smtps.port", "10465"),
                        Map.entry("agentpost.imaps.port", "10993"),
                        Map.entry("agentpost.webadmin.port", "8000"),
                        Map.entry("agentpost.tls.certificate", "/data/tls/server.pem"),
                        Map.entry("agentpost.tls.key", "/data/tls/server.key"),
                        Map.entry("agentpost.public.host", "localhost"),
                        Map.entry("agentpost.shared.domain", "shared.localhost"),
                        Map.entry("agentpost.max.message.bytes", "73400320"),
                        Map.entry("agentpost.quota.bytes", "5368709120"),
                        Map.entry("agentpost.max.recipients", "100"),
                        Map.entry("agentpost.outbound.mode", "sink")));
    }
}
