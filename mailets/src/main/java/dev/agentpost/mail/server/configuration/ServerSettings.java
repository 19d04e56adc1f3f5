package dev.agentpost.mail.server.configuration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Every setting of the server, read once at start.
 *
 * @param dmarcPolicy {@code report} or {@code honour}
 * @param logFormat {@code text} or {@code json}
 * @param auditRetention how long entries of the audit trail are kept
 * @param adminTokenFile the operator's own; absent: a token is made in the data folder
 */
public record ServerSettings(
        ListenerSettings listeners,
        PublicSettings publicNames,
        TlsSettings tls,
        CassandraSettings cassandra,
        LimitSettings limits,
        FolderSettings folders,
        TrashSettings trash,
        HeapSettings heap,
        DnsSettings dns,
        OutboundSettings outbound,
        String dmarcPolicy,
        String logFormat,
        Duration auditRetention,
        Optional<Path> adminTokenFile) {

    /** Cassandra keeps nothing for more than 20 years by itself. */
    private static final int MAX_AUDIT_DAYS = 3_650;

    /** @throws InvalidSettingException for names that are no settings, or the first value that is not allowed */
    public static ServerSettings from(WrittenSettings written) {
        written.requireKnown();
        try {
            return from(written.variables());
        } catch (InvalidSettingException e) {
            throw written.located(e);
        }
    }

    /** @throws InvalidSettingException for variables that are no settings, or the first value that is not allowed */
    public static ServerSettings from(Map<String, String> variables) {
        UnknownVariables.requireNone(variables);
        InjectedVariables.requireNoCollision(variables);
        Environment environment = new Environment(variables);
        ListenerSettings listeners = ListenerSettings.from(environment);
        return new ServerSettings(
                listeners,
                PublicSettings.from(environment, listeners),
                TlsSettings.from(environment),
                CassandraSettings.from(environment),
                LimitSettings.from(environment),
                FolderSettings.from(environment),
                TrashSettings.from(environment),
                HeapSettings.from(environment),
                DnsSettings.from(environment),
                OutboundSettings.from(environment),
                environment.get(Setting.DMARC_POLICY, Pattern.compile("report|honour"), "report or honour is expected"),
                environment.get(Setting.LOG_FORMAT, Pattern.compile("text|json"), "text or json is expected"),
                auditRetention(environment),
                environment.path(Setting.ADMIN_TOKEN_FILE));
    }

    public Optional<String> outboundNameWarning() {
        return OutboundName.warning(outbound.mode(), publicNames.host());
    }

    /** The quick start, which keeps what it sends, asks nobody on the internet unless it is told whom. */
    public boolean asksDnsAboutSenders() {
        return outbound.mode() != OutboundMode.SINK || !dns.servers().isEmpty();
    }

    private static Duration auditRetention(Environment environment) {
        return Duration.ofDays(environment.number(
                Setting.AUDIT_RETENTION_DAYS,
                1,
                MAX_AUDIT_DAYS,
                "a number of days from 1 to " + MAX_AUDIT_DAYS + " is expected"));
    }

    /** Where the admin token lies: the operator's file, else that of the data folder. Always absolute. */
    public Path adminTokenFile(Path dataFolder) {
        return adminTokenFile.orElseGet(
                () -> dataFolder.toAbsolutePath().normalize().resolve("admin-token"));
    }

    /**
     * The system properties that the files of {@code james-conf} refer to.
     *
     * @param certificate PEM file of the certificate in use, with its chain
     * @param privateKey PEM file of its key
     */
    public Map<String, String> systemProperties(Path dataFolder, Path certificate, Path privateKey) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("agentpost.data", dataFolder.toAbsolutePath().normalize().toString());
        properties.put("agentpost.bind.address", listeners.bindAddress());
        properties.put("agentpost.smtps.port", Integer.toString(listeners.smtpsPort()));
        properties.put("agentpost.imaps.port", Integer.toString(listeners.imapsPort()));
        properties.put("agentpost.mx.port", Integer.toString(listeners.mxPort()));
        properties.put("agentpost.webadmin.port", Integer.toString(listeners.webadminPort()));
        properties.put("agentpost.tls.certificate", certificate.toAbsolutePath().toString());
        properties.put("agentpost.tls.key", privateKey.toAbsolutePath().toString());
        properties.put("agentpost.public.host", publicNames.host());
        properties.put("agentpost.shared.domain", publicNames.sharedDomain());
        properties.put("agentpost.dmarc.policy", dmarcPolicy);
        properties.put("agentpost.max.message.bytes", Long.toString(limits.maxMessageBytes()));
        properties.put("agentpost.quota.bytes", Long.toString(limits.quotaBytes()));
        properties.put("agentpost.max.recipients", Integer.toString(limits.maxRecipients()));
        properties.put("agentpost.outbound.mode", outbound.mode().value());
        return properties;
    }
}
