// Nothing of a test is kept in the developer's own cache: only an absolute path is taken for one.
process.env.XDG_CACHE_HOME = 'none';
