package dev.agentpost.mail.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenSettingsTest {
    @TempDir
    Path home;

    private Path folder;
    private Path file;

    @BeforeEach
    void setUp() throws IOException {
        folder = Files.createDirectory(home.resolve("james-conf"));
        file = folder.resolve("settings.properties");
    }

    private void write(String... lines) throws IOException {
        Files.writeString(file, String.join("\n", lines));
    }

    private ServerSettings settings(Map<String, String> environment) {
        return ServerSettings.from(WrittenSettings.read(environment, folder));
    }

    @Nested
    class Order {
        @Test
        void absentFileShouldMeanNothing() {
            assertThat(settings(Map.of())).isEqualTo(ServerSettings.from(Map.of()));
        }

        @Test
        void lineOfTheFileShouldCount() throws IOException {
            write("SMTPS_PORT=2465", "PUBLIC_HOST = mail.example.org ");

            ServerSettings settings = settings(Map.of("IMAPS_PORT", "2993"));

            assertThat(settings.listeners().smtpsPort()).isEqualTo(2465);
            assertThat(settings.listeners().imapsPort()).isEqualTo(2993);
            assertThat(settings.publicNames().host()).isEqualTo("mail.example.org");
        }

        @Test
        void environmentShouldComeBeforeTheFile() throws IOException {
            write("SMTPS_PORT=2465");

            assertThat(settings(Map.of("SMTPS_PORT", "3465")).listeners().smtpsPort())
                    .isEqualTo(3465);
        }

        /** As compose passes variables that are not set. */
        @Test
        void variableThatIsSetToNothingShouldNotHideTheFile() throws IOException {
            write("SMTPS_PORT=2465");

            assertThat(settings(Map.of("SMTPS_PORT", " ")).listeners().smtpsPort())
                    .isEqualTo(2465);
        }

        @Test
        void lineWithoutAValueShouldMeanNothing() throws IOException {
            write("SMTPS_PORT=", "CASSANDRA_CONTACT_POINTS= ");

            assertThat(settings(Map.of())).isEqualTo(ServerSettings.from(Map.of()));
        }

        @Test
        void fileShouldComeBeforeWhatTheImageHas() throws IOException {
            Files.copy(Path.of("../docker/image-settings.properties"), home.resolve("image-settings.properties"));
            write("SMTPS_PORT=2465");

            ListenerSettings listeners = settings(Map.of("MX_PORT", "2525")).listeners();

            assertThat(listeners.smtpsPort()).isEqualTo(2465);
            assertThat(listeners.mxPort()).isEqualTo(2525);
            assertThat(listeners.imapsPort()).isEqualTo(993);
            assertThat(listeners.bindAddress()).isEqualTo("0.0.0.0");
        }

        @Test
        void otherVariablesShouldStay() throws IOException {
            write("SMTPS_PORT=2465");

            assertThat(WrittenSettings.read(Map.of("PATH", "/bin"), folder).variables())
                    .isEqualTo(Map.of("PATH", "/bin", "SMTPS_PORT", "2465"));
        }
    }

    @Nested
    class Form {
        @Test
        void commentsShouldSayNothing() throws IOException {
            write("# SMTPS_PORT=1", "", "  #IMAPS_PORT=2", "MX_PORT=2525");

            assertThat(WrittenSettings.read(Map.of(), folder).variables()).isEqualTo(Map.of("MX_PORT", "2525"));
        }

        @Test
        void valueShouldBeTakenAsItStands() throws IOException {
            write("SMARTHOST_URL=smtp://a%23b:c=\\d#e@relay.example.org", "PUBLIC_HOST=gr\u00f6\u00dfe");

            assertThat(WrittenSettings.read(Map.of(), folder).variables())
                    .containsEntry("SMARTHOST_URL", "smtp://a%23b:c=\\d#e@relay.example.org")
                    .containsEntry("PUBLIC_HOST", "gr\u00f6\u00dfe");
        }

        @Test
        void windowsLineEndsShouldBeTaken() throws IOException {
            Files.writeString(file, "\r\nSMTPS_PORT=2465\r\n# no\r\nMX_PORT=2525\r\n");

            assertThat(WrittenSettings.read(Map.of(), folder).variables())
                    .isEqualTo(Map.of("SMTPS_PORT", "2465", "MX_PORT", "2525"));
        }

        @Test
        void relativePathShouldBeginAtTheFolder() throws IOException {
            write("TLS_CERTIFICATE=tls/../chain.pem", "TLS_PRIVATE_KEY=/run/secrets/key.pem");

            assertThat(settings(Map.of()).tls().operatorFiles())
                    .contains(new TlsSettings.OperatorFiles(
                            folder.toAbsolutePath().resolve("chain.pem"), Path.of("/run/secrets/key.pem")));
        }

        @Test
        void pathOfASettingShouldBeFound() throws IOException {
            write("ADMIN_TOKEN_FILE=token");

            WrittenSettings written = WrittenSettings.read(Map.of(), folder);

            assertThat(written.path(Setting.ADMIN_TOKEN_FILE))
                    .contains(folder.toAbsolutePath().resolve("token"));
            assertThat(written.path(Setting.SMARTHOST_CA)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"hunter2", "SMTPS_PORT: hunter2", "=hunter2", "SMTPS PORT=hunter2", "export A=hunter2"})
        void otherLineShouldBeNamedByItsNumber(String line) throws IOException {
            write("# settings", line);

            assertThatThrownBy(() -> settings(Map.of()))
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessage(file + ": line 2 is not of the form NAME=value");
        }

        @Test
        void settingThatStandsThereTwiceShouldBeNamed() throws IOException {
            write("MX_PORT=1", "MX_PORT=2");

            assertThatThrownBy(() -> settings(Map.of()))
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessage(file + ": MX_PORT stands there twice");
        }

        @Test
        void fileInAnotherEncodingShouldBeNamed() throws IOException {
            Files.write(file, "PUBLIC_HOST=gr\u00f6\u00dfe".getBytes(StandardCharsets.ISO_8859_1));

            assertThatThrownBy(() -> settings(Map.of()))
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessage(file + " cannot be read: it is not in UTF-8");
        }

        @Test
        void folderInPlaceOfTheFileShouldBeNamed() throws IOException {
            Files.createDirectory(file);

            assertThatThrownBy(() -> settings(Map.of()))
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageStartingWith(file + " cannot be read: ");
        }
    }

    @Nested
    class Refusals {
        @ParameterizedTest
        @CsvSource({
            "SMTP_PORT, SMTPS_PORT",
            "smtps_port, SMTPS_PORT",
            "CASSANDRA_PASSWORD, CASSANDRA_PASSWORD_FILE",
            "OUTBOUND_RETRIES, OUTBOUND_RETRY_SECONDS"
        })
        void nameThatIsNearToASettingShouldBeExplained(String name, String meant) throws IOException {
            write(name + "=hunter2");

            assertThatThrownBy(() -> settings(Map.of()))
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessage(file + ": " + name + " is not a setting: is " + meant + " meant?");
        }

        /** In the environment they may be another program's. */
        @ParameterizedTest
        @ValueSource(strings = {"JAVA_HOME", "PATH", "COLOUR", "CASSANDRA_HOME"})
        void nameThatIsNoSettingShouldBeRefused(String name) throws IOException {
            write(name + "=1");

            assertThatThrownBy(() -> settings(Map.of()))
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageStartingWith(file + ": " + name + " is not a setting");
        }

        @Test
        void allUnknownNamesShouldStandOnTheOneLine() throws IOException {
            write("MX_PROT=1", "COLOUR=2");

            assertThatThrownBy(() -> settings(Map.of()))
                    .hasMessage(file + ": COLOUR is not a setting; MX_PROT is not a setting: is MX_PORT meant?");
        }

        /** They ask a server that runs with what the file said before. */
        @Test
        void otherCommandsShouldNotBeStoppedByThem() throws IOException {
            write("COLOUR=2");

            assertThatCode(() -> WrittenSettings.read(Map.of(), folder).variables())
                    .doesNotThrowAnyException();
        }

        @Test
        void valueThatIsNotAllowedShouldBeReportedWithItsFile() throws IOException {
            write("SMTPS_PORT=many");

            assertThatThrownBy(() -> settings(Map.of()))
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessage(file + ": SMTPS_PORT=many is not allowed: a port from 1 to 65535 is expected");
        }

        @Test
        void halfAPairShouldBeReportedWithItsFile() throws IOException {
            write("TLS_CERTIFICATE=chain.pem");

            assertThatThrownBy(() -> settings(Map.of())).hasMessageStartingWith(file + ": TLS_CERTIFICATE is set and ");
        }

        @Test
        void valueOfTheEnvironmentShouldBeReportedWithoutTheFile() throws IOException {
            write("SMTPS_PORT=2465", "MX_PORT=2525");

            assertThatThrownBy(() -> settings(Map.of("SMTPS_PORT", "many"))).hasMessageStartingWith("SMTPS_PORT=many ");
        }
    }
}
