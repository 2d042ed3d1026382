/** Style sheets are the bundler's; importing one gives nothing but the look. */
declare module '*.css' {}
