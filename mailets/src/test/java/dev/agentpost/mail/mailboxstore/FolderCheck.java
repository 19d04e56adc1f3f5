package dev.agentpost.mail.mailboxstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import java.util.List;

/** Compares what a folder says of itself with its messages. */
public final class FolderCheck {
    private FolderCheck() {}

    public static void assertConsistent(FolderMessages messages, FolderId folder) {
        List<StoredMessage> rows =
                messages.list(folder, UidRange.ALL).collectList().block();
        UidIndex index = messages.index(folder).block();
        FolderHead head = messages.head(folder).block();

        assertThat(rows).extracting(StoredMessage::uid).isSorted().doesNotHaveDuplicates();
        assertThat(rows).extracting(StoredMessage::modSeq).doesNotHaveDuplicates();
        assertThat(index.live().boxed())
                .isEqualTo(rows.stream().map(StoredMessage::uid).toList());
        for (SystemFlag flag : SystemFlag.values()) {
            assertThat(index.with(flag).boxed())
                    .isEqualTo(rows.stream()
                            .filter(row -> row.flags().has(flag))
                            .map(StoredMessage::uid)
                            .toList());
        }
        assertThat(head.messageCount()).isEqualTo(rows.size());
        assertThat(head.unseenCount()).isEqualTo(index.unseen().count());
        assertThat(head.sizeBytes())
                .isEqualTo(rows.stream().mapToLong(StoredMessage::sizeBytes).sum());
        rows.forEach(row -> {
            assertThat(row.uid()).isLessThanOrEqualTo(head.lastUid());
            assertThat(row.modSeq()).isLessThanOrEqualTo(head.highestModSeq());
            assertThat(head.keywords()).containsAll(row.flags().keywords());
        });
    }
}
