package dev.agentpost.mail.server.configuration;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every variable of the environment that is read, with its default as it would be written. {@code docker/README.md} tells
 * of each what it does, {@code james-conf/settings.properties} has each; tests compare them.
 */
public enum Setting {
    SMTPS_PORT("10465"),
    IMAPS_PORT("10993"),
    MX_PORT("10025"),
    WEBADMIN_PORT("8000"),
    API_PORT("8080"),
    BIND_ADDRESS("127.0.0.1"),
    API_TLS,
    PUBLIC_HOST("localhost"),
    PUBLIC_SMTPS_PORT,
    PUBLIC_IMAPS_PORT,
    PUBLIC_API_PORT,
    SHARED_DOMAIN("shared.localhost"),
    TLS_CERTIFICATE(Kind.FILE),
    TLS_PRIVATE_KEY(Kind.FILE),
    TLS_SANS,
    ADMIN_TOKEN_FILE(Kind.FILE),
    MAX_MESSAGE_BYTES("73400320"),
    MAX_RECIPIENTS("100"),
    INBOX_SEND_LIMITS("100/3600,1000/86400"),
    API_KEY_SEND_LIMITS("none"),
    ORGANIZATION_SEND_LIMITS("none"),
    QUOTA_BYTES("5368709120"),
    FOLDER_CREATION("true"),
    EXPUNGE("trash"),
    TRASH_RETENTION_DAYS("30"),
    AUDIT_RETENTION_DAYS("90"),
    DMARC_POLICY("report"),
    DNS_SERVERS,
    OUTBOUND_MODE("sink"),
    OUTBOUND_RETRY_SECONDS("60,300,900,1800,3600,7200,14400"),
    OUTBOUND_EXPIRE_SECONDS("432000"),
    OUTBOUND_DELAY_REPORT_SECONDS("14400"),
    OUTBOUND_CONNECTIONS("5"),
    OUTBOUND_TARGETS("public"),
    OUTBOUND_PORT("25"),
    SMARTHOST_URL,
    SMARTHOST_PASSWORD_FILE(Kind.FILE),
    SMARTHOST_CA(Kind.FILE),
    LOG_FORMAT("text"),
    SERVER_HEAP,
    CASSANDRA_HEAP,
    CASSANDRA_CONTACT_POINTS,
    CASSANDRA_DATACENTER("datacenter1"),
    CASSANDRA_KEYSPACE("agentpost"),
    CASSANDRA_REPLICATION_FACTOR("1"),
    CASSANDRA_USERNAME,
    CASSANDRA_PASSWORD_FILE(Kind.FILE),
    CASSANDRA_TLS("false"),
    CASSANDRA_TLS_CA(Kind.FILE),
    CASSANDRA_WAIT_SECONDS("120"),
    ALLOW_PERIODIC_COMMITLOG("false"),
    /** Of the command {@code export}; the server does not read it. */
    AGENTPOST_API_KEY;

    private enum Kind {
        TEXT,
        FILE
    }

    private final Kind kind;
    private final Optional<String> byDefault;

    Setting() {
        this(Kind.TEXT);
    }

    Setting(Kind kind) {
        this.kind = kind;
        this.byDefault = Optional.empty();
    }

    Setting(String byDefault) {
        this.kind = Kind.TEXT;
        this.byDefault = Optional.of(byDefault);
    }

    /** Empty when there is none, or when it follows from other settings or from the machine. */
    public Optional<String> byDefault() {
        return byDefault;
    }

    /** The settings that are paths of files. */
    public static Stream<Setting> files() {
        return Stream.of(values()).filter(setting -> setting.kind == Kind.FILE);
    }
}
