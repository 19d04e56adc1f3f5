package dev.agentpost.mail.clientsetup;

/** Makes a configuration profile one of which the device says who it is from. */
@FunctionalInterface
public interface ProfileSigner {
    /** For servers whose certificate no device trusts: as it is. */
    ProfileSigner NONE = profile -> profile;

    /**
     * May read files.
     *
     * @return the profile in what its signature is
     */
    byte[] sign(byte[] profile);
}
