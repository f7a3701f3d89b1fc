/** Stands in for MUI's ripple, which the theme turns off. */
const NoRipple = () => null;

export default NoRipple;
