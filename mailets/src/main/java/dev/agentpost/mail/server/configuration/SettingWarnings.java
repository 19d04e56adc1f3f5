package dev.agentpost.mail.server.configuration;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds variables that look like settings of ours and do nothing. */
public final class SettingWarnings {
    private static final Set<String> KNOWN = Set.of(
            ListenerSettings.BIND_ADDRESS,
            ListenerSettings.SMTPS_PORT,
            ListenerSettings.IMAPS_PORT,
            ListenerSettings.MX_PORT,
            ListenerSettings.WEBADMIN_PORT,
            ListenerSettings.API_PORT,
            ApiTls.API_TLS,
            PublicSettings.PUBLIC_HOST,
            PublicSettings.PUBLIC_SMTPS_PORT,
            PublicSettings.PUBLIC_IMAPS_PORT,
            PublicSettings.PUBLIC_API_PORT,
            PublicSettings.SHARED_DOMAIN,
            TlsSettings.TLS_CERTIFICATE,
            TlsSettings.TLS_PRIVATE_KEY,
            TlsSettings.TLS_SANS,
            CassandraSettings.CASSANDRA_CONTACT_POINTS,
            CassandraSettings.CASSANDRA_DATACENTER,
            CassandraSettings.CASSANDRA_KEYSPACE,
            CassandraSettings.CASSANDRA_REPLICATION_FACTOR,
            CassandraSettings.CASSANDRA_USERNAME,
            CassandraSettings.CASSANDRA_PASSWORD_FILE,
            CassandraSettings.CASSANDRA_TLS,
            CassandraSettings.CASSANDRA_TLS_CA,
            CassandraSettings.ALLOW_PERIODIC_COMMITLOG,
            LimitSettings.MAX_MESSAGE_BYTES,
            LimitSettings.QUOTA_BYTES,
            LimitSettings.MAX_RECIPIENTS,
            LimitSettings.INBOX_SEND_LIMITS,
            LimitSettings.API_KEY_SEND_LIMITS,
            LimitSettings.ORGANIZATION_SEND_LIMITS,
            FolderSettings.FOLDER_CREATION,
            TrashSettings.EXPUNGE,
            TrashSettings.TRASH_RETENTION_DAYS,
            HeapSettings.SERVER_HEAP,
            HeapSettings.CASSANDRA_HEAP,
            DnsSettings.DNS_SERVERS,
            OutboundMode.OUTBOUND_MODE,
            OutboundSettings.OUTBOUND_PORT,
            OutboundSettings.OUTBOUND_TARGETS,
            OutboundSettings.OUTBOUND_RETRY_SECONDS,
            OutboundSettings.OUTBOUND_EXPIRE_SECONDS,
            OutboundSettings.OUTBOUND_DELAY_REPORT_SECONDS,
            OutboundSettings.OUTBOUND_CONNECTIONS,
            SmarthostSettings.SMARTHOST_URL,
            SmarthostSettings.SMARTHOST_PASSWORD_FILE,
            SmarthostSettings.SMARTHOST_CA,
            ServerSettings.DMARC_POLICY,
            ServerSettings.LOG_FORMAT,
            ServerSettings.AUDIT_RETENTION_DAYS,
            ServerSettings.ADMIN_TOKEN_FILE);

    private static final String CASSANDRA_PREFIX = "CASSANDRA_";
    private static final int MAX_TYPING_ERRORS = 2;
    private static final int SHORT_NAME = 10;

    private SettingWarnings() {}

    /** The names of all settings. */
    public static Set<String> knownKeys() {
        return KNOWN;
    }

    /** One line for each such variable, in order of their names. */
    public static List<String> of(Map<String, String> variables) {
        return variables.keySet().stream()
                .sorted()
                .filter(key -> !KNOWN.contains(key))
                .flatMap(key -> warning(key).stream())
                .toList();
    }

    private static Optional<String> warning(String key) {
        Optional<String> meant = nearest(key);
        if (meant.isPresent()) {
            return Optional.of(key + " is not a setting and has no effect: is " + meant.get() + " meant?");
        }
        return key.startsWith(CASSANDRA_PREFIX)
                ? Optional.of(key + " is not a setting and has no effect")
                : Optional.empty();
    }

    /** Short names are near to many names of other programs: fewer differences count there. */
    private static Optional<String> nearest(String key) {
        LevenshteinDistance distance = new LevenshteinDistance(key.length() < SHORT_NAME ? 1 : MAX_TYPING_ERRORS);
        return KNOWN.stream()
                .filter(known -> distance.apply(key, known) >= 0)
                .min(Comparator.<String>comparingInt(known -> distance.apply(key, known))
                        .thenComparing(Comparator.naturalOrder()));
    }
}
