package dev.agentpost.mail.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.folder.FolderAliases;
import dev.agentpost.mail.folder.SystemFolder;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolderNamesFileTest {
    private static final Path SHIPPED = Path.of("../james-conf");

    private static FolderAliases parse(String text) throws IOException {
        return FolderNamesFile.parse(new StringReader(text));
    }

    /** Section 2, "Folders": names that clients use for the same thing. */
    @Nested
    class Shipped {
        private final FolderAliases aliases = FolderNamesFile.read(SHIPPED);

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Sent Items",
                    "Sent Messages",
                    "Sent Mail",
                    "Sent Message",
                    "Sent Email",
                    "Sent Emails",
                    "Sent Objects",
                    "Gesendet",
                    "Gesendete Elemente",
                    "Gesendete Objekte",
                    "Gesendete Nachrichten",
                    "Gesendete E-Mails",
                    "Envoyés",
                    "Éléments envoyés",
                    "Messages envoyés",
                    "Objets envoyés",
                    "Enviados",
                    "Elementos enviados",
                    "Mensajes enviados",
                    "Correo enviado",
                    "Itens enviados",
                    "Mensagens enviadas",
                    "E-mails enviados",
                    "Inviata",
                    "Inviati",
                    "Posta inviata",
                    "Elementi inviati",
                    "Messaggi inviati",
                    "Verzonden",
                    "Verzonden items",
                    "Verzonden berichten",
                    "Skickat",
                    "Skickade objekt",
                    "Wysłane",
                    "Elementy wysłane",
                    "Отправленные",
                    "已发送",
                    "已发送邮件",
                    "送信済み",
                    "送信済みメール",
                    "送信済みアイテム",
                    "INBOX.Sent",
                    "INBOX.Sent Items",
                    "INBOX/Sent",
                    "inbox.sent messages",
                    "[Gmail]/Sent Mail",
                    "[Gmail].Sent Mail",
                    "[Google Mail]/Sent Mail",
                    "[Google Mail].Sent Mail",
                    "SENT ITEMS",
                    "gesendet"
                })
        void nameShouldLeadToSent(String name) {
            assertThat(aliases.find(name)).contains(SystemFolder.SENT);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Draft",
                    "Draft Messages",
                    "Entwurf",
                    "Entwürfe",
                    "Brouillon",
                    "Brouillons",
                    "Borrador",
                    "Borradores",
                    "Rascunho",
                    "Rascunhos",
                    "Bozza",
                    "Bozze",
                    "Concepten",
                    "Utkast",
                    "Kopie robocze",
                    "Wersje robocze",
                    "Черновики",
                    "草稿",
                    "草稿箱",
                    "下書き",
                    "INBOX.Drafts",
                    "[Gmail]/Drafts",
                    "[Gmail]/Entwürfe",
                    "INBOX.Draft",
                    "ENTWÜRFE"
                })
        void nameShouldLeadToDrafts(String name) {
            assertThat(aliases.find(name)).contains(SystemFolder.DRAFTS);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Deleted Items",
                    "Deleted Messages",
                    "Deleted",
                    "Bin",
                    "Papierkorb",
                    "Gelöscht",
                    "Gelöschte Elemente",
                    "Gelöschte Objekte",
                    "Gelöschte Nachrichten",
                    "Corbeille",
                    "Éléments supprimés",
                    "Messages supprimés",
                    "Papelera",
                    "Elementos eliminados",
                    "Lixeira",
                    "Lixo",
                    "Itens excluídos",
                    "Itens eliminados",
                    "Cestino",
                    "Elementi eliminati",
                    "Posta eliminata",
                    "Prullenbak",
                    "Prullenmand",
                    "Verwijderde items",
                    "Verwijderde berichten",
                    "Papperskorgen",
                    "Borttagna objekt",
                    "Kosz",
                    "Elementy usunięte",
                    "Корзина",
                    "Удаленные",
                    "Удалённые",
                    "已删除",
                    "已删除邮件",
                    "ゴミ箱",
                    "削除済みアイテム",
                    "INBOX.Trash",
                    "INBOX.Deleted Items",
                    "[Gmail]/Trash",
                    "[Gmail]/Bin",
                    "[Google Mail]/Bin",
                    "[Gmail].Papierkorb",
                    "bin"
                })
        void nameShouldLeadToTrash(String name) {
            assertThat(aliases.find(name)).contains(SystemFolder.TRASH);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "INBOX",
                    "Sent",
                    "Trash",
                    "Drafts",
                    "Junk",
                    "Archive",
                    "INBOX.INBOX",
                    "INBOX.Work",
                    "Sent Item",
                    "SentItems",
                    "Sent  Items",
                    "Sent-Items",
                    "Sent Items.",
                    "Sent/Items",
                    "Items",
                    "INBOXSent",
                    "INBOX.",
                    "[Gmail]",
                    "[Gmail]/",
                    "[Gmail]/All Mail",
                    "[Gmail]/Spam",
                    "[Gmail]Sent Mail",
                    "Gmail/Sent Mail",
                    "INBOX.[Gmail]/Sent Mail",
                    "Work.Sent",
                    "Work.Sent Items",
                    "Bins",
                    "Cabin",
                    ""
                })
        void nearMissShouldLeadNowhere(String name) {
            assertThat(aliases.find(name)).isEmpty();
        }
    }

    @Nested
    class Refused {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "Junk = Spam|Junk=Spam is not allowed: Sent, Drafts, Trash or prefixes is expected in front of =",
                    "sent = A|sent=A is not allowed: Sent, Drafts, Trash or prefixes is expected in front of =",
                    "Sent = A,,B|Sent= is not allowed: a name is expected between two commas",
                    "Sent = A,|Sent= is not allowed: a name is expected between two commas",
                    "Sent = drafts|Sent=drafts is not allowed: it is the own name of a folder",
                    "Trash = Inbox|Trash=Inbox is not allowed: it is the own name of a folder",
                    "Sent = A, a|Sent=a is not allowed: it stands there twice",
                    "Sent = A\\nTrash = a|Trash=a is not allowed: it stands there twice",
                    "Sent = A*|Sent=A* is not allowed: a folder name has neither control characters nor * or %",
                    "Sent = A\\u0001|Sent=A? is not allowed: a folder name has neither control characters nor * or %",
                    "Sent = A.|Sent=A. is not allowed: a folder name neither ends with . nor begins with #",
                    "Sent = #A|Sent=#A is not allowed: a folder name neither ends with . nor begins with #",
                    "prefixes = INBOX|prefixes=INBOX is not allowed: a prefix ends with . or /",
                    "Sent = A\\nSent = B|Sent=B is not allowed: there is another line for Sent"
                })
        void badEntryShouldBeNamedWithItsKey(String text, String message) {
            assertThatThrownBy(() -> parse(text.replace("\\n", "\n")))
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessage("folder-names.properties: " + message);
        }

        @Test
        void nameThatIsTooLongShouldBeNamed() {
            assertThatThrownBy(() -> parse("Sent = " + "a".repeat(256)))
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageEndingWith("at most 255 bytes are expected");
        }

        @Test
        void missingFileShouldBeNamed(@TempDir Path configuration) {
            assertThatThrownBy(() -> FolderNamesFile.read(configuration))
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageContaining("folder-names.properties");
        }

        @Test
        void fileThatIsNotUtf8ShouldBeNamed(@TempDir Path configuration) throws IOException {
            Files.write(configuration.resolve("folder-names.properties"), new byte[] {'S', '=', (byte) 0xfc});

            assertThatThrownBy(() -> FolderNamesFile.read(configuration))
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageContaining("folder-names.properties");
        }
    }

    @Test
    void emptyFileShouldLeadNoName() throws IOException {
        assertThat(parse("").find("Sent Items")).isEmpty();
        assertThat(parse("Sent =\nprefixes =").find("INBOX.Sent")).isEqualTo(Optional.empty());
    }

    @Test
    void prefixShouldLeadTheFoldersOwnNames() throws IOException {
        FolderAliases aliases = parse("prefixes = Mail/");

        assertThat(aliases.find("mail/trash")).contains(SystemFolder.TRASH);
        assertThat(aliases.find("mail/inbox")).isEmpty();
    }
}
