package dev.agentpost.mail.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownVariablesTest {

    @ParameterizedTest
    @CsvSource({
        "SMTPS_PROT,SMTPS_PORT",
        "IMAPS_PORTS,IMAPS_PORT",
        "MX_LISTEN,MX_PORT",
        "WEBADMIN_POTR,WEBADMIN_PORT",
        "OUTBOUND_MODUS,OUTBOUND_MODE",
        "OUTBOUND_RETRIES,OUTBOUND_RETRY_SECONDS",
        "SMARTHOST_PASSWORD,SMARTHOST_PASSWORD_FILE",
        "CASSANDRA_PASSWORD,CASSANDRA_PASSWORD_FILE",
        "CASSANDRA_DC,CASSANDRA_DATACENTER",
        "CASSANDRA_CONTACTPOINT,CASSANDRA_CONTACT_POINTS",
        "TRASH_DAYS,TRASH_RETENTION_DAYS",
        "DMARC_MODE,DMARC_POLICY",
        "AGENTPOST_PUBLIC_HOST,PUBLIC_HOST",
        "AGENTPOST_APIKEY,AGENTPOST_API_KEY",
        "PUBLIC_SMTPS_PROT,PUBLIC_SMTPS_PORT",
        "PUBLIC_IMAPS_HOST,PUBLIC_IMAPS_PORT",
        "MAX_MESSAGE_SIZE,MAX_MESSAGE_BYTES",
        "AUDIT_RETENTION_YEARS,AUDIT_RETENTION_DAYS",
        "INBOX_SEND_LIMIT,INBOX_SEND_LIMITS",
        "ORGANIZATION_SEND_QUOTA,ORGANIZATION_SEND_LIMITS",
        "API_KEY_SEND_LIMIT,API_KEY_SEND_LIMITS",
        "smtps_port,SMTPS_PORT"
    })
    void unknownMemberOfAFamilyOfOursShouldStopTheStartAndNameTheNearest(String name, String meant) {
        assertThatThrownBy(() -> ServerSettings.from(Map.of(name, "1")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage(name + " is not a setting: is " + meant + " meant?");
    }

    @Test
    void allUnknownVariablesShouldStandOnTheOneLine() {
        assertThatThrownBy(() -> ServerSettings.from(Map.of("TRASH_DAYS", "1", "MX_PROT", "2")))
                .hasMessage("MX_PROT is not a setting: is MX_PORT meant?;"
                        + " TRASH_DAYS is not a setting: is TRASH_RETENTION_DAYS meant?");
    }

    @Test
    void valueShouldNotBeRepeated() {
        assertThatThrownBy(() -> ServerSettings.from(Map.of("SMARTHOST_PASWORD", "hunter2")))
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void variableThatIsSetToNothingShouldChangeNothing() {
        assertAccepted("TRASH_DAYS", " ");
    }

    @ParameterizedTest
    @CsvSource({
        // Kubernetes, for services named cassandra and smtps-relay, and for one that is named as this program is
        "CASSANDRA_SERVICE_HOST,10.0.0.7",
        "CASSANDRA_SERVICE_PORT,9042",
        "CASSANDRA_SERVICE_PORT_CQL_TLS,9142",
        "CASSANDRA_PORT,tcp://10.0.0.7:9042",
        "CASSANDRA_PORT_9042_TCP,tcp://10.0.0.7:9042",
        "CASSANDRA_PORT_9042_TCP_PROTO,tcp",
        "CASSANDRA_PORT_9042_TCP_PORT,9042",
        "CASSANDRA_PORT_9042_TCP_ADDR,10.0.0.7",
        "MX_PORT_53_UDP,udp://10.0.0.7:53",
        "SMTPS_RELAY_PORT,tcp://10.0.0.8:465",
        "AGENTPOST_SERVICE_HOST,10.0.0.9",
        "AGENTPOST_PORT,tcp://10.0.0.9:465",
        // Docker, for a link to a container
        "CASSANDRA_NAME,/mail/cassandra",
        "CASSANDRA_ENV_CASSANDRA_VERSION,5.0.9",
        "CASSANDRA_PORT_7000_TCP_ADDR,172.17.0.2"
    })
    void whatAContainerPlatformInjectsShouldBeLetBe(String name, String value) {
        assertAccepted(name, value);
    }

    @ParameterizedTest
    @CsvSource({"CASSANDRA_PORT,9042", "CASSANDRA_NAME,mail", "CASSANDRA_HOST,10.0.0.7"})
    void whatOnlyLooksLikeItShouldNot(String name, String value) {
        assertThatThrownBy(() -> ServerSettings.from(Map.of(name, value))).hasMessageStartingWith(name + " is not a");
    }

    @ParameterizedTest
    @CsvSource({"API_PORT,api", "SMTPS_PORT,smtps", "PUBLIC_API_PORT,public-api"})
    void serviceThatHidesASettingShouldStopTheStartAndTellTheWayOut(String setting, String service) {
        assertThatThrownBy(() -> ServerSettings.from(Map.of(setting, "tcp://10.0.0.7:80")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage(
                        setting + "=tcp://10.0.0.7:80 is no port: the container platform sets it for a service named \""
                                + service + "\"; set enableServiceLinks: false for the pod, or " + setting
                                + " to the port meant");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CASSANDRA_HOME", "CASSANDRA_CONF", "CASSANDRA_INCLUDE", "CASSANDRA_LOG_DIR"})
    void variablesOfAnInstalledCassandraShouldBeLetBe(String name) {
        assertAccepted(name, "/opt/cassandra");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AGENTPOST_IMAGE", "CASSANDRA_IMAGE"})
    void variablesOfTheComposeFilesShouldBeLetBe(String name) {
        assertAccepted(name, "registry.example.org/mail:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATH", "JAVA_HOME", "LANG", "PORT", "SERVER_NAME", "API_URL", "PUBLIC_URL", "LOG_LEVEL"})
    void variableOfAnotherProgramShouldBeLetBe(String name) {
        assertAccepted(name, "1");
    }

    @ParameterizedTest
    @CsvSource({
        "SMTP_PORT,SMTPS_PORT",
        "SHARED_DOMIAN,SHARED_DOMAIN",
        "TLS_CERTIFICATES,TLS_CERTIFICATE",
        "ADMIN_TOKEN,ADMIN_TOKEN_FILE",
        "LOG_FORMATS,LOG_FORMAT"
    })
    void nameThatMayBeAnothersAndIsNearToASettingShouldBeWarnedOf(String name, String meant) {
        assertThatCode(() -> ServerSettings.from(Map.of(name, "1"))).doesNotThrowAnyException();
        assertThat(UnknownVariables.warnings(Map.of(name, "1")))
                .containsExactly(name + " is not a setting and has no effect: is " + meant + " meant?");
    }

    @Test
    void otherNameOfTlsShouldBeWarnedOf() {
        assertThatCode(() -> ServerSettings.from(Map.of("TLS_KEY", "1"))).doesNotThrowAnyException();
        assertThat(UnknownVariables.warnings(Map.of("TLS_KEY", "1")))
                .containsExactly("TLS_KEY is not a setting and has no effect:"
                        + " those that begin so are TLS_CERTIFICATE, TLS_PRIVATE_KEY, TLS_SANS");
    }

    @Test
    void familiesShouldBeThoseOfTheReadme() throws IOException {
        Matcher list = Pattern.compile("begins as ours alone do \\((.*?)\\)")
                .matcher(Files.readString(Path.of("..", "docker", "README.md")));

        assertThat(list.find()).isTrue();
        assertThat(list.group(1).replace("`", "").split(", ")).containsExactlyElementsOf(UnknownVariables.FAMILIES);
    }

    @Test
    void knownSettingShouldNotBeWarnedOf() {
        assertThat(UnknownVariables.warnings(Map.of("SMTPS_PORT", "1"))).isEmpty();
    }

    private static void assertAccepted(String name, String value) {
        assertThatCode(() -> ServerSettings.from(Map.of(name, value))).doesNotThrowAnyException();
        assertThat(UnknownVariables.warnings(Map.of(name, value))).isEmpty();
    }
}
