package dev.agentpost.mail.mailboxstore;

/**
 * That a folder shall hold a message once, whoever brings it. As long as the message that has the claim is in the folder:
 *
 * <ul>
 *   <li>a message without a delivery id finds it and is not stored;
 *   <li>the first delivery takes it over, with the delivery's flags added, and is not stored either; or, when it says
 *       otherwise than the delivery who is named as {@code Bcc}, the delivery's message takes its place;
 *   <li>a further delivery is stored beside it and has the claim from then on.
 * </ul>
 *
 * <p>A message that is stored has its claim. Remembered for {@link FolderMessages#DELIVERY_MEMORY}.
 *
 * @param name the same for messages that differ in nothing but what may differ between copies; up to 256 characters
 * @param bcc the same for messages that name the same addresses as {@code Bcc}; empty when they name none
 */
public record CopyClaim(String name, String bcc) {
    private static final int MAX_LENGTH = 256;

    public CopyClaim {
        if (name.isEmpty() || name.length() > MAX_LENGTH || bcc.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a claim has 1 to " + MAX_LENGTH + " characters: " + name);
        }
    }
}
